"""The Streamlit app: pages that ask, hand over to the pipeline and show. They measure nothing and judge nothing."""
