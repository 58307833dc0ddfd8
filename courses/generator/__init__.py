"""The generator behind build.py: sounds, pictures and tables of the courses, made with integer arithmetic only."""
