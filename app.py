"""The app's door: ``streamlit run app.py``."""

from streamlit.starlette import App

from thomas_test.app.server import SCRIPT, guarded, while_it_runs

app = App(SCRIPT, middleware=guarded(), lifespan=while_it_runs)
