"""The script that Streamlit runs when the app is started from the installed package."""

from thomas_test.app.main import main

main()
