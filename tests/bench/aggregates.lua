-- Count, sum, minimum, maximum under 1e3 sparse integer keys: 1e7 values.
local a = {}
for i = 0, 9999999 do
	local k = i % 1000 * 2654435761
	local e = a[k]
	if not e then
		a[k] = {count = 1, sum = i, min = i, max = i}
	else
		e.count = e.count + 1
		e.sum = e.sum + i
		if i < e.min then
			e.min = i
		elseif i > e.max then
			e.max = i
		end
	end
end
local count, sum, low, high = 0, 0, 0, 0
for _, e in pairs(a) do
	count = count + e.count
	sum = sum + e.sum
	low = low + e.min
	high = high + e.max
end
print(string.format("%d %d %d %d", count, sum, low, high))
