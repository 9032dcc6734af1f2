-- Strings built by format and concatenation: 2e6.
local format, sum, s = string.format, 0, ""
for i = 0, 1999999 do
	s = format("%d:%s", i, "name") .. "/tail"
	sum = sum + #s
end
print(string.format("%d %s", sum, s))
