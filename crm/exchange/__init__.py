"""Files in and out: detect, map, plan, apply.

sheet = open_sheet(path)             what the file is, with the first rows
mapping = guess(sheet)               which column fills which field, how sure, and why
for draft in drafts(sheet, mapping)  what every row says, in the words of the record
"""
