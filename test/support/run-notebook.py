"""Runs a notebook's code cells in order, as Jupyter would, with the standard library alone.

Prints one JSON list: per code cell what it printed, or null and the missing module where its tag `needs-<module>` names one that is not here.
"""
import contextlib
import importlib.util
import io
import json
import sys

with open(sys.argv[1], encoding='utf-8') as file:
    cells = [cell for cell in json.load(file)['cells'] if cell['cell_type'] == 'code']

names = {'__name__': '__main__'}
outcomes = []
for number, cell in enumerate(cells, start=1):
    needs = [tag[len('needs-'):] for tag in cell['metadata'].get('tags', []) if tag.startswith('needs-')]
    missing = [module for module in needs if importlib.util.find_spec(module) is None]
    if missing:
        outcomes.append({'printed': None, 'missing': missing[0]})
        continue
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(''.join(cell['source']), f'cell {number}', 'exec'), names)
    outcomes.append({'printed': printed.getvalue(), 'missing': None})
print(json.dumps(outcomes))
