"""What a process that reads pictures costs before its first one."""

import subprocess
import sys


def test_a_process_that_reads_pictures_imports_no_command_and_no_page() -> None:
    """It imports what its parent started from, and the module that it reads with: each costs every worker's start."""
    program = (
        "import sys\n"
        "import thomas_test.__main__, thomas_test.batch.worker\n"
        "needless = {'typer', 'jinja2', 'matplotlib', 'thomas_test.batch.run'} & set(sys.modules)\n"
        "assert not needless, needless\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
