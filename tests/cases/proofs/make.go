// Make writes the vectors beside it, with the tree and the notes of golang.org/x/mod.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run make.go
//
// Hashes are base64. "wantErr" is what a verifier must say. Good vectors come from the Go packages;
// the bad ones are good ones with one thing changed.
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	origin = "example.com/vectors"
	leaves = 70
)

var b64 = base64.StdEncoding.EncodeToString

func must(err error) {
	if err != nil {
		panic(err)
	}
}

type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) (found []tlog.Hash, err error) {
	for _, index := range indexes {
		found = append(found, t[index])
	}
	return found, nil
}

func (t tree) root(size int64) tlog.Hash {
	root, err := tlog.TreeHash(size, t)
	must(err)
	return root
}

func entry(n int64) string { return fmt.Sprintf("entry %d", n) }

type inclusion struct {
	Desc     string   `json:"desc"`
	LeafIdx  uint64   `json:"leafIdx"`
	TreeSize uint64   `json:"treeSize"`
	LeafHash []byte   `json:"leafHash"`
	Root     []byte   `json:"root"`
	Proof    [][]byte `json:"proof"`
	WantErr  bool     `json:"wantErr"`
}

type consistency struct {
	Desc    string   `json:"desc"`
	OldSize uint64   `json:"oldSize"`
	NewSize uint64   `json:"newSize"`
	OldRoot []byte   `json:"oldRoot"`
	NewRoot []byte   `json:"newRoot"`
	Proof   [][]byte `json:"proof"`
	WantErr bool     `json:"wantErr"`
}

type signed struct {
	Desc    string `json:"desc"`
	Vkey    string `json:"vkey"`
	Text    string `json:"text"`
	Entry   string `json:"entry,omitempty"`
	WantErr bool   `json:"wantErr"`
}

func raw(hashes []tlog.Hash) [][]byte {
	out := [][]byte{}
	for i := range hashes {
		out = append(out, hashes[i][:])
	}
	return out
}

func flipped(data []byte, at int) []byte {
	out := append([]byte{}, data...)
	out[at] ^= 1
	return out
}

type mutation struct {
	desc  string
	proof [][]byte
}

// mutations returns a proof with a hash dropped, added, exchanged, shortened, changed.
func mutations(proof [][]byte) []mutation {
	copied := func() [][]byte { return append([][]byte{}, proof...) }
	out := []mutation{
		{"hash added at the end", append(copied(), make([]byte, 32))},
		{"hash added at the start", append([][]byte{make([]byte, 32)}, proof...)},
	}
	if len(proof) > 0 {
		short, long, bit := copied(), copied(), copied()
		short[0], long[0], bit[0] = proof[0][:31], append(append([]byte{}, proof[0]...), 0), flipped(proof[0], 5)
		out = append(out, mutation{"first hash dropped", copied()[1:]}, mutation{"last hash dropped", copied()[:len(proof)-1]},
			mutation{"last hash repeated", append(copied(), proof[len(proof)-1])},
			mutation{"hash of 31 bytes", short}, mutation{"hash of 33 bytes", long}, mutation{"bit changed", bit})
	}
	if len(proof) > 1 {
		swapped := copied()
		swapped[0], swapped[1] = swapped[1], swapped[0]
		out = append(out, mutation{"hashes exchanged", swapped})
	}
	return out
}

func inclusions(t tree) (out []inclusion) {
	add := func(v inclusion, desc string, bad bool) {
		v.Desc, v.WantErr = desc, bad
		out = append(out, v)
	}
	for _, c := range [][2]int64{{0, 1}, {0, 2}, {1, 2}, {2, 3}, {4, 7}, {0, 64}, {63, 64}, {64, 65}, {33, 70}, {69, 70}} {
		index, size := c[0], c[1]
		proof, err := tlog.ProveRecord(size, index, t)
		must(err)
		leaf, root := tlog.RecordHash([]byte(entry(index))), t.root(size)
		good := inclusion{"", uint64(index), uint64(size), leaf[:], root[:], raw(proof), false}
		add(good, "good", false)
		for _, changed := range mutations(good.Proof) {
			bad := good
			bad.Proof = changed.proof
			add(bad, changed.desc, true)
		}
		bad := good
		bad.LeafIdx++
		add(bad, "next index", true)
		bad = good
		bad.LeafIdx += 1 << 63
		add(bad, "index plus 2^63", true)
		bad = good
		bad.TreeSize = 0
		add(bad, "size 0", true)
		bad = good
		bad.TreeSize = good.LeafIdx
		add(bad, "size equals index", true)
		bad = good
		bad.TreeSize *= 2
		add(bad, "size doubled", true)
		bad = good
		bad.LeafHash = flipped(good.LeafHash, 31)
		add(bad, "other leaf", true)
		bad = good
		bad.Root = flipped(good.Root, 0)
		add(bad, "other root", true)
		bad = good
		bad.Root, bad.LeafHash, bad.Proof = []byte{}, []byte{}, [][]byte{}
		add(bad, "empty hashes", true)
	}
	return out
}

func consistencies(t tree) (out []consistency) {
	add := func(v consistency, desc string, bad bool) {
		v.Desc, v.WantErr = desc, bad
		out = append(out, v)
	}
	for _, c := range [][2]int64{{1, 1}, {1, 2}, {2, 3}, {3, 4}, {3, 7}, {4, 7}, {6, 8}, {7, 8}, {8, 8}, {32, 64}, {33, 64}, {64, 65}, {1, 70}, {69, 70}} {
		proof, err := tlog.ProveTree(c[1], c[0], t)
		must(err)
		before, after := t.root(c[0]), t.root(c[1])
		good := consistency{"", uint64(c[0]), uint64(c[1]), before[:], after[:], raw(proof), false}
		add(good, "good", false)
		for _, changed := range mutations(good.Proof) {
			bad := good
			bad.Proof = changed.proof
			add(bad, changed.desc, true)
		}
		bad := good
		bad.OldRoot = flipped(good.OldRoot, 7)
		add(bad, "other old root", true)
		bad = good
		bad.NewRoot = flipped(good.NewRoot, 7)
		add(bad, "other new root", true)
		bad = good
		bad.OldSize = 0
		add(bad, "old size 0", true)
		bad = good
		bad.OldSize, bad.NewSize = good.NewSize+1, good.NewSize
		add(bad, "old size above new", true)
		bad = good
		bad.NewSize += 1 << 63
		add(bad, "new size plus 2^63", true)
		bad = good
		bad.OldRoot, bad.NewRoot, bad.Proof = []byte{}, []byte{}, [][]byte{}
		add(bad, "empty hashes", true)
	}
	return out
}

type signer struct {
	key  note.Signer
	vkey string
}

func newSigner(name string, seed byte) signer {
	skey, vkey, err := note.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{seed}, ed25519.SeedSize)), name)
	must(err)
	key, err := note.NewSigner(skey)
	must(err)
	return signer{key, vkey}
}

func sign(text string, signers ...signer) string {
	var keys []note.Signer
	for _, s := range signers {
		keys = append(keys, s.key)
	}
	out, err := note.Sign(&note.Note{Text: text}, keys...)
	must(err)
	return string(out)
}

func notes(log, twin, witness signer) (out []signed) {
	add := func(desc, text string, bad bool) { out = append(out, signed{desc, log.vkey, text, "", bad}) }
	text := "first line\n\nthird line, in more than one script: élan, 語\n"
	good := sign(text, log)
	lines := strings.SplitAfter(good, "\n")
	line := lines[len(lines)-2]
	other := strings.SplitAfter(sign("something else\n", log), "\n")[2]
	add("good", good, false)
	add("a witness too", sign(text, log, witness), false)
	add("a witness first", sign(text, witness, log), false)
	add("another key of the same name first", sign(text, twin, log), false)
	add("the same line twice", good+line, false)
	add("only a witness", sign(text, witness), true)
	add("only another key of the same name", sign(text, twin), true)
	add("signature of something else", text+"\n"+other, true)
	add("a wrong signature beside the right one", good+other, true)
	add("a wrong signature before the right one", text+"\n"+other+line, true)
	add("text changed", strings.Replace(good, "first", "First", 1), true)
	add("no signature", text+"\n", true)
	add("no blank line", text+line, true)
	add("no newline at the end", strings.TrimSuffix(good, "\n"), true)
	add("blank line at the end", good+"\n", true)
	add("carriage returns", strings.ReplaceAll(good, "\n", "\r\n"), true)
	add("tab", strings.Replace(good, " ", "\t", 1), true)
	add("hyphen for the dash", strings.Replace(good, "— ", "- ", 1), true)
	add("two spaces", strings.Replace(good, "vectors ", "vectors  ", 1), true)
	add("no name", strings.Replace(good, origin+" ", " ", 1), true)
	add("base64 without padding", strings.Replace(good, "=\n", "\n", 1), true)
	add("key id alone", text+"\n— "+origin+" AAAAAA==\n", true)
	add("empty", "", true)
	return out
}

func checkpoints(t tree, log, twin signer) (out []signed) {
	add := func(desc, text string, bad bool) { out = append(out, signed{desc, log.vkey, sign(text, log), "", bad}) }
	root := t.root(leaves)
	hash := b64(root[:])
	spare := hash[:42] + string(hash[42]+1) + "="
	empty := "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
	add("good", origin+"\n70\n"+hash+"\n", false)
	add("empty log", origin+"\n0\n"+empty+"\n", false)
	add("extension lines", origin+"\n70\n"+hash+"\nmore 1\nmore 2\n", false)
	add("largest size", origin+"\n9223372036854775807\n"+hash+"\n", false)
	add("size too large", origin+"\n9223372036854775808\n"+hash+"\n", true)
	add("empty log with another root", origin+"\n0\n"+hash+"\n", true)
	add("leading zero", origin+"\n070\n"+hash+"\n", true)
	add("plus sign", origin+"\n+70\n"+hash+"\n", true)
	add("minus sign", origin+"\n-70\n"+hash+"\n", true)
	add("underscore", origin+"\n7_0\n"+hash+"\n", true)
	add("space", origin+"\n70 \n"+hash+"\n", true)
	add("digits of another script", origin+"\n٧٠\n"+hash+"\n", true)
	add("hexadecimal", origin+"\n0x46\n"+hash+"\n", true)
	add("no size", origin+"\n"+hash+"\n", true)
	add("no root", origin+"\n70\n", true)
	add("root of 31 bytes", origin+"\n70\n"+b64(root[:31])+"\n", true)
	add("root of 33 bytes", origin+"\n70\n"+b64(append(root[:], 0))+"\n", true)
	add("root in hexadecimal", fmt.Sprintf("%s\n70\n%x\n", origin, root), true)
	add("root with a spare bit", origin+"\n70\n"+spare+"\n", true)
	add("empty extension line", origin+"\n70\n"+hash+"\n\nmore\n", true)
	add("blank line before", "\n"+origin+"\n70\n"+hash+"\n", true)
	add("another origin", "example.com/other\n70\n"+hash+"\n", true)
	add("origin with a slash more", origin+"/\n70\n"+hash+"\n", true)
	out = append(out, signed{"another key", log.vkey, sign(origin+"\n70\n"+hash+"\n", twin), "", true})
	return out
}

func proofs(t tree, log, witness signer) (out []signed) {
	const index = 33
	path, err := tlog.ProveRecord(leaves, index, t)
	must(err)
	var hashes []string
	for _, hash := range path {
		hashes = append(hashes, b64(hash[:]))
	}
	root := t.root(leaves)
	checkpoint := sign(fmt.Sprintf("%s\n%d\n%s\n", origin, leaves, b64(root[:])), log)
	file := func(head, index string, hashes []string, rest string) string {
		return head + "\n" + index + "\n" + strings.Join(hashes, "\n") + "\n\n" + rest
	}
	const head = "c2sp.org/tlog-proof@v1"
	add := func(desc, text string, bad bool) {
		out = append(out, signed{desc, log.vkey, text, entry(index), bad})
	}
	good := file(head, "index 33", hashes, checkpoint)
	add("good", good, false)
	add("extra data", file(head+"\nextra aGVsbG8=", "index 33", hashes, checkpoint), false)
	add("cosigned", file(head, "index 33", hashes, sign(fmt.Sprintf("%s\n%d\n%s\n", origin, leaves, b64(root[:])), log, witness)), false)
	one := t.root(1)
	single := head + "\nindex 0\n\n" + sign(fmt.Sprintf("%s\n1\n%s\n", origin, b64(one[:])), log)
	out = append(out, signed{"log of one entry", log.vkey, single, entry(0), false})
	out = append(out, signed{"another entry", log.vkey, good, entry(34), true})
	add("version 2", file("c2sp.org/tlog-proof@v2", "index 33", hashes, checkpoint), true)
	add("no version", strings.TrimPrefix(good, head+"\n"), true)
	add("no index", strings.Replace(good, "index 33\n", "", 1), true)
	add("two indexes", strings.Replace(good, "index 33\n", "index 33\nindex 33\n", 1), true)
	add("next index", file(head, "index 34", hashes, checkpoint), true)
	add("leading zero", file(head, "index 033", hashes, checkpoint), true)
	add("negative index", file(head, "index -33", hashes, checkpoint), true)
	add("index 2^64 too large", file(head, "index 18446744073709551649", hashes, checkpoint), true)
	add("extra after the index", strings.Replace(good, "index 33\n", "index 33\nextra aGVsbG8=\n", 1), true)
	add("extra that is not base64", file(head+"\nextra ?", "index 33", hashes, checkpoint), true)
	add("hash dropped", file(head, "index 33", hashes[1:], checkpoint), true)
	add("hash added", file(head, "index 33", append(hashes[:len(hashes):len(hashes)], hashes[0]), checkpoint), true)
	add("hash of 31 bytes", file(head, "index 33", append([]string{b64(path[0][:31])}, hashes[1:]...), checkpoint), true)
	add("hash with a spare bit", strings.Replace(good, hashes[0], hashes[0][:42]+string(hashes[0][42]+1)+"=", 1), true)
	add("no blank line", strings.Replace(good, "\n\n", "\n", 1), true)
	add("two blank lines", strings.Replace(good, "\n\n", "\n\n\n", 1), true)
	add("no checkpoint", good[:strings.Index(good, "\n\n")+2], true)
	add("carriage returns", strings.ReplaceAll(good, "\n", "\r\n"), true)
	add("byte order mark", "\ufeff"+good, true)
	add("trailing text", good+"x\n", true)
	return out
}

func write(name string, value interface{}) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	must(encoder.Encode(value))
	must(os.WriteFile(name, text.Bytes(), 0o644))
}

func main() {
	var t tree
	roots := []string{}
	for n := int64(0); n < leaves; n++ {
		hashes, err := tlog.StoredHashes(n, []byte(entry(n)), t)
		must(err)
		t = append(t, hashes...)
		root := t.root(n + 1)
		roots = append(roots, b64(root[:]))
	}
	log, twin, witness := newSigner(origin, 1), newSigner(origin, 2), newSigner("example.org/witness", 3)
	write("trees.json", map[string]interface{}{"entry": "entry N, N from 0", "rootsBySizeFrom1": roots})
	write("inclusion.json", inclusions(t))
	write("consistency.json", consistencies(t))
	write("notes.json", notes(log, twin, witness))
	write("checkpoints.json", checkpoints(t, log, twin))
	write("tlog-proofs.json", proofs(t, log, witness))
}
