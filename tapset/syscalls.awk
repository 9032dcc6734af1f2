# Makes tapset/syscalls/SUBJECT.stp of tapset/syscalls/SUBJECT.tab. Lines of a table:
#
#   # text                          a comment
#   flags NAME MASK=TEXT ...        function _sys_NAME(): the names of the bits set, joined by "|";
#                                   MASK/VALUE=TEXT: where the bits under the mask are the value
#   values NAME NUMBER=TEXT ...     function _sys_NAME(): the name of a number
#   CALL[/FORMAT] [EVENT] ARG ...   probes on sys_enter_EVENT and sys_exit_EVENT (in capitals: not
#                                   these words); FORMAT is return_str()'s (1), EVENT "-" is CALL
#
# An indented line continues the line before. Under a call it may also start with ":", then what
# follows is a statement of the script behind the variables, and one that sets argstr takes the
# place of the one made here.
#
# ARG is VARIABLE[=FIELD]:KIND[:TEXT]. FIELD is the event's (by default the variable's name without
# _uaddr), TEXT the variable that has what argstr shows (VARIABLE without _uaddr, and _str). A KIND
# is one of
#
#   d u o x       a number: decimal, unsigned, octal, hexadecimal
#   i             32 bits with their sign: a descriptor, a user
#   p             an address; NULL as 0x0
#   path          a string in user memory: VARIABLE is it, quoted, and VARIABLE_unquoted
#   str           likewise, but VARIABLE is its address, TEXT and TEXT_unquoted the string
#   bytes(FIELD)  what stands at the address VARIABLE, as many bytes as the other field says
#   F             a function: TEXT is _sys_F(VARIABLE)
#
# "-ARG" is left out of argstr. CALL may be ALIAS:NAME where two calls share an alias.

BEGIN {
	conversion["d"] = conversion["i"] = "%d"
	conversion["u"] = "%u"
	conversion["o"] = "%#o"
	conversion["x"] = conversion["p"] = "0x%x"
	print "# Made by tapset/syscalls.awk; do not edit."
}

function fail(text)
{
	printf "%s:%d: %s\n", FILENAME, FNR, text > "/dev/stderr"
	failed = 1
	exit 1
}

# ---- tables of names ----

function one_flag(item,    halves, test)
{
	if (split(item, halves, "=") != 2)
		fail("not MASK=TEXT: " item)
	if (split(halves[1], test, "/") == 1)
		test[2] = test[1]
	printf "\tif ((v & %s) == %s) {\n", test[1], test[2]
	printf "\t\ttext = text . \"|%s\"\n\t\trest = rest & ~%s\n\t}\n", halves[2], test[1]
}

function put_flags(words, count,    i)
{
	printf "\nfunction _sys_%s:string(v:long)\n{\n\ttext = \"\"\n\trest = v & 0xffffffff\n", words[2]
	for (i = 3; i <= count; i++)
		one_flag(words[i])
	print "\treturn _sys_joined(text, rest)\n}"
}

function put_values(words, count,    i, halves)
{
	printf "\nfunction _sys_%s:string(v:long)\n{\n", words[2]
	for (i = 3; i <= count; i++) {
		if (split(words[i], halves, "=") != 2)
			fail("not NUMBER=TEXT: " words[i])
		printf "\tif (v == %s)\n\t\treturn \"%s\"\n", halves[1], halves[2]
	}
	print "\treturn sprintf(\"0x%x\", v & 0xffffffff)\n}"
}

# ---- calls ----

function put_head(alias, name, suffix, event)
{
	printf "\nprobe syscall.%s%s = nd_syscall.%s%s = tp_syscall.%s%s =\n", alias, suffix, alias, suffix,
		alias, suffix
	printf "\tkernel.trace(\"syscalls:sys_%s_%s\")\n{\n\tname = \"%s\"\n",
		suffix == "" ? "enter" : "exit", event, name
}

function add_piece(format, value)
{
	pieces = pieces (pieces == "" ? "" : ", ") format
	values = values ", " value
}

# Statements for one argument; returns the format of what argstr shows, which is in "shown".
function put_value(var, field, kind, text)
{
	if (kind == "path") {
		printf "\t%s = user_string_quoted($%s)\n", var, field
		printf "\t%s_unquoted = user_string($%s)\n", var, field
		shown = var
		return "%s"
	}
	printf "\t%s = $%s%s\n", var, field, kind == "i" ? " << 32 >> 32" : ""
	shown = var
	if (kind in conversion)
		return conversion[kind]
	shown = text
	if (kind == "str") {
		printf "\t%s = user_string_quoted($%s)\n", text, field
		printf "\t%s_unquoted = user_string($%s)\n", text, field
	} else if (sub(/^bytes\(/, "", kind)) {
		sub(/\)$/, "", kind)
		printf "\t%s = user_string_n_quoted($%s, $%s)\n", text, field, kind
	} else {
		printf "\t%s = _sys_%s($%s)\n", text, kind, field
	}
	return "%s"
}

function put_argument(arg,    hidden, parts, count, var, field, text, format)
{
	hidden = sub(/^-/, "", arg)
	count = split(arg, parts, ":")
	if (count < 2 || count > 3)
		fail("not VARIABLE:KIND: " arg)
	var = field = parts[1]
	if (index(var, "=")) {
		field = substr(var, index(var, "=") + 1)
		var = substr(var, 1, index(var, "=") - 1)
	} else {
		sub(/_uaddr$/, "", field)
	}
	text = var
	sub(/_uaddr$/, "", text)
	format = put_value(var, field, parts[2], count == 3 ? parts[3] : text "_str")
	if (!hidden)
		add_piece(format, shown)
}

function put_return(alias, name, event, form)
{
	put_head(alias, name, ".return", event)
	printf "\tretval = $ret\n\tretstr = return_str(%d, retval)\n}\n", form
}

function put_call(words, count, statements,    alias, name, event, form, i, parts)
{
	name = words[1]
	form = 1
	if (split(name, parts, "/") == 2) {
		name = parts[1]
		form = parts[2]
	}
	alias = name
	if (split(name, parts, ":") == 2) {
		alias = parts[1]
		name = parts[2]
	}
	event = count < 2 || words[2] == "-" ? name : words[2]
	pieces = values = ""
	put_head(alias, name, "", event)
	for (i = 3; i <= count; i++)
		put_argument(words[i])
	if (statements !~ /(^|\n)\targstr =/)
		statements = statements (values == "" ? "\targstr = \"\"\n" :
			"\targstr = sprintf(\"" pieces "\"" values ")\n")
	printf "%s}\n", statements
	put_return(alias, name, event, form)
}

# ---- lines ----

function put_entry(    words, count)
{
	count = split(entry, words)
	if (count && words[1] == "flags")
		put_flags(words, count)
	else if (count && words[1] == "values")
		put_values(words, count)
	else if (count)
		put_call(words, count, statements)
	entry = statements = ""
}

/^#/ || /^$/ { next }
/^[ \t]+:/ { sub(/^[ \t]+: */, ""); statements = statements "\t" $0 "\n"; next }
/^[ \t]/ { entry = entry " " $0; next }
{ put_entry(); entry = $0 }
END { if (!failed) put_entry(); exit failed }
