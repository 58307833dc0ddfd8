// Nothing is called from outside: what counts happens when the library is loaded before a program.
