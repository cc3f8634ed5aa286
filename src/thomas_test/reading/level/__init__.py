"""Against which horizontal a picture is measured: a marked line, gravity, the phone, the table's edge, or its rows."""
