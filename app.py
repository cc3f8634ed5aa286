"""The app's door: ``streamlit run app.py``."""

from thomas_test.app.main import main

main()
