"""What every session of the app runs."""

from thomas_test.app.main import main

main()
