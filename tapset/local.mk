# Files of tapset/.
