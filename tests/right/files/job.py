"""What the right programs submit: it takes any arguments."""

import sys

print(sys.argv[1:])
