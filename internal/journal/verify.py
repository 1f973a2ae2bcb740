#!/usr/bin/env python3
"""Checks a Reckon project without Reckon, with Python 3.8, openssl 3 and, for a sealed one, age 1.3. It prints what holds
and OK, or names the first file that is bad and exits with 1:  python3 verify.py PROJECT [-i IDENTITY] [EARLIER_CHECKPOINT ...]
IDENTITY is an age identity file, or - for standard input:  age -d keys/identity.age | python3 verify.py . -i -"""
import base64, hashlib, json, os, stat, subprocess, sys, tempfile
def need(good, where, why): good or sys.exit(f"BAD {where}: {why}")
def read(where, sealed=False):  # the content of a file of the project; what age opens touches no disk
    state["at"], p = where, os.path.join(project, where)
    need(os.path.lexists(p) and stat.S_ISREG(os.lstat(p).st_mode), where, "it is missing, or not a regular file")
    with open(p, "rb") as f: return subprocess.run(["age", "-d", "-i", "-", p], input=identity, capture_output=True, check=True).stdout if sealed else f.read()
def sha256(*parts): return hashlib.sha256(b"".join(parts)).digest()
def b64(b): return base64.b64encode(b).decode()
def canonical(v): return json.dumps(v, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
def names(base, n):  # of the files that hold n things, 256 each: x001/x234/067, and .p/WIDTH behind the last
    for i, w in [(i // 256, min(256, n - i)) for i in range(0, n, 256)]:
        groups = [f"x{i // 1000 ** k % 1000:03}" for k in range(max(1, (len(str(i)) + 2) // 3))][::-1]
        yield f"{base}/" + "/".join(groups[:-1] + [groups[-1][1:]]) + ("" if w == 256 else f".p/{w}")
def exactly(top, files):  # which were all read, lie below top, and no empty folder
    for d, folders, inside in os.walk(os.path.join(project, top)):
        for n in inside + [n for n in folders if os.path.islink(os.path.join(d, n))] + ["."] * (not inside and not folders and not d.endswith("anchors")):
            need(os.path.relpath(os.path.join(d, n), project).replace(os.sep, "/") in files, os.path.relpath(os.path.join(d, n), project), "it does not belong here")
def root(h, n=lambda h: 1 << (len(h) - 1).bit_length() - 1):  # RFC 6962, over the hashes of leaves
    return h[0] if len(h) == 1 else sha256(b"\1", root(h[:n(h)]), root(h[n(h):]))
def signed(where, data, vkey):  # the lines of a note signed once with vkey, which is NAME+HASH+KEY
    (name, khash, key), (text, _, sig) = vkey.split("+", 2), data.rpartition("\n\n— ".encode())
    raw = base64.b64decode(sig[len(name.encode()) + 1:].strip())
    with tempfile.TemporaryDirectory() as d:  # for things that are public
        for n, b in ("key", bytes.fromhex("302a300506032b6570032100") + base64.b64decode(key)[1:]), ("text", text + b"\n"), ("sig", raw[4:]):
            with open(os.path.join(d, n), "wb") as f: f.write(b)
        ok = subprocess.run("openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig".split(), cwd=d, capture_output=True).returncode == 0
    need(ok and sig == f"{name} {b64(bytes.fromhex(khash) + raw[4:])}\n".encode(), where, "its signature does not hold")
    return text.decode().split("\n")
def check_log(top, writer):
    vkeys[writer], trees[writer] = read(top + "/vkey").decode()[:-1], []
    (name, khash, key) = vkeys[writer].split("+", 2)
    need(khash == sha256(name.encode(), b"\n", base64.b64decode(key)).hex()[:8] and key == b64(base64.b64decode(key)), top + "/vkey", "it is not a key as Reckon writes one")
    origin, size, head = signed(top + "/checkpoint", read(top + "/checkpoint"), vkeys[writer])
    where, bundles = f"{top}/manifest/{size}", list(names(f"{top}/tile/entries", int(size)))
    manifest = signed(where, read(where), vkeys[writer])
    lines = [f"{top}/{l}".split(" ") for l in manifest[3:] if not l.startswith("head ")]
    need(manifest[1:3] == [origin, size] and origin.endswith("/" + writer), where, "it does not fit the log")
    entries = b"".join(read(f) for f in bundles)
    leaves, tiles, level = [entries[k + 2:k + 34] for k in range(0, len(entries), 34)], {}, 0
    need(len(entries) == 34 * int(size) and set(entries[::34]) == {0} and set(entries[1::34]) == {32}, bundles[-1], "no bundle of leaves")
    trees[writer] = h = [sha256(b"\0", l) for l in leaves]
    while h:
        tiles.update({f: b"".join(h[256 * i:256 * i + 256]) for i, f in enumerate(names(f"{top}/tile/{level}", len(h)))})
        level, h = level + 1, [root(h[i:i + 256]) for i in range(0, len(h) - 255, 256)]
    wrong = [i for i, t in enumerate(tiles) if read(t) != tiles[t]] + [len(tiles)]  # the first tiles are those over the bundles
    need(b64(root(trees[writer])) == head, (bundles + [top + "/checkpoint"])[min(wrong[0], len(bundles))], "not the leaves of the checkpoint")
    need(wrong[0] == len(tiles), [*tiles, ""][wrong[0]], "the tile does not follow from the leaves")
    for f, _, d in lines: need(hashlib.sha256(read(f)).hexdigest() == d, f, "its digest is not that in the manifest")
    kept = [f"{top}/anchors/{l.split(' ')[2]}.checkpoint" for l in manifest[3:] if l.startswith(f"head {writer} ")]
    earlier.extend((f, read(f)) for f in kept)
    exactly(top, {top + "/vkey", top + "/checkpoint", where, *bundles, *tiles, *kept, *(l[0] for l in lines)})
    for o, v, d in (l.split(" ") for f in lines[len(bundles):] for l in read(f[0]).decode().splitlines()): objects.setdefault(o, {})[int(v)] = d
    sealed, seq, clock = lines[0][0].endswith(".age"), -1, -1
    print(f"{top} has {size} acts: signatures, tree, digests and list of files hold" + "; sealed, not opened" * (sealed and not identity))
    for f in [l[0] for l in lines[:len(bundles)] if identity or not sealed]:
        for seq, line in enumerate(read(f, sealed).split(b"\n")[:-1], seq + 1):
            r = json.loads(line)
            a, b, salt, body_salt = r["act"], r["body"], bytes.fromhex(r["salt"]), bytes.fromhex(r.get("body_salt", ""))
            need(canonical(r) == line and sha256(b"reckon-act/v1\n", salt, canonical(a)) == leaves[seq] and a["clock"] > clock and (a["seq"], a["writer"]) == (seq, writer)
                 and (not b or sha256(b"reckon-body/v1\n", body_salt, canonical(b)).hex() == a["commit"]), f, f"record {seq} is not the one that was signed")
            clock, acts[len(acts):] = a["clock"], [(a["kind"], b["payload"] if b else {})]
def folder(o, h=lambda o: hashlib.sha256(o.encode()).hexdigest()): return "/".join(["vault/objects", h(o)[:3], h(o)[3:6], h(o)[6:9], h(o)])
def check_vault():
    files = {"vault/objects/" + f for f in ("0=ocfl_1.1", "ocfl_layout.json", "extensions/0004-hashed-n-tuple-storage-layout/config.json") if read("vault/objects/" + f)}
    for o, logged in objects.items():
        d, newest = folder(o), max(logged)
        for v, f in [(v, f"{d}/v{v}/inventory.json") for v in range(1, newest + 1)] + [(newest, f"{d}/inventory.json")]:
            need(hashlib.sha512(read(f)).hexdigest() == logged.get(v), f, "it is not the inventory that the log states")
            for g, text in (f + ".sha512", f"{logged[v]}  inventory.json\n"), (f"{d}/0=ocfl_object_1.1", "ocfl_object_1.1\n"): need(read(g) == text.encode(), g, "it is not as it was")
            files |= {f, f + ".sha512", f"{d}/0=ocfl_object_1.1"}
        for digest, paths in json.loads(read(f"{d}/inventory.json"))["manifest"].items():
            for f in paths: need(hashlib.sha512(read(f"{d}/{f}")).hexdigest() == digest, f"{d}/{f}", "its digest is not that in the inventory")
            files |= {f"{d}/{f}" for f in paths}
    exactly("vault/objects", files)
    print(f"vault/objects has {len(objects)} objects: inventories, content and list of files hold")
def check_act(kind, p):  # the files that an act states the digests of, as they were before sealing
    stated, kept = p.get("files", {}) if kind == "project.created/1" else {}, p.get("original") or p
    name = {"source.added/1": "original", "source.attached/1": "original", "source.rendition-added/1": f"text-{p.get('rendition')}.txt"}.get(kind)
    if name and kept.get("object"): stated = {f"{folder(kept['object']['object'])}/v{kept['object']['version']}/content/{name}": kept["sha256"]}
    for f, d, age in [(f, d, os.path.lexists(os.path.join(project, f + ".age"))) for f, d in stated.items()]:
        need(hashlib.sha256(read(f + ".age" * age, age)).hexdigest() == d, f, "its bytes are not those that were recorded")
def check_earlier(f, data):  # a checkpoint that a log has to continue
    state["at"] = f; writer = data.decode().split("\n")[0].split("/")[-1]
    _, size, head = signed(f, data, vkeys[writer])
    need(len(trees[writer]) >= int(size) and b64(root(trees[writer][:int(size)])) == head, f, f"history of {writer} was rewritten or cut: it does not continue these {size} acts")
args = sys.argv[1:] or sys.exit(__doc__)
project, identity, state, vkeys, trees, objects, acts, earlier = os.path.abspath(args.pop(0)), b"", {}, {}, {}, {}, [], []
try:
    if args[:1] == ["-i"]: identity, args = sys.stdin.buffer.read() if args[1] == "-" else open(args[1], "rb").read(), args[2:]
    for writer in sorted(os.listdir(os.path.join(project, "log"))): check_log(f"log/{writer}", writer)
    if objects or os.path.exists(os.path.join(project, "vault")): check_vault()
    for kind, payload in acts: check_act(kind, payload)
    for f, data in earlier + [(f, open(f, "rb").read()) for f in args]: check_earlier(f, data)
except Exception as e: need(False, state.get("at", "log"), f"it cannot be read ({type(e).__name__}: {e})")
print(f"{len(earlier) + len(args)} earlier checkpoints are continued", "OK", sep="\n")
