// Verify checks an audit bundle with the note and tlog packages of golang.org/x/mod.
//
// It shares no code with the package it tests: it was written from docs/formats, the C2SP texts
// and RFC 6962, and takes the tree, the proofs and the signatures from the Go project.
//
//	verify -vkey FILE [-since CHECKPOINT] DIR
//
// It exits with 0 if the bundle is valid, 1 if not, 2 for wrong usage, 3 if something cannot be read,
// and 4 if the bundle contradicts the earlier checkpoint.
package main

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type failure struct {
	exit int
	why  string
}

// The checks panic with a failure; main turns it into a message and an exit code.
func fail(exit int, format string, args ...interface{}) {
	panic(failure{exit, fmt.Sprintf(format, args...)})
}

func invalid(format string, args ...interface{})    { fail(1, format, args...) }
func unreadable(format string, args ...interface{}) { fail(3, format, args...) }

func require(ok bool, format string, args ...interface{}) {
	if !ok {
		invalid(format, args...)
	}
}

func main() {
	defer func() {
		if f, ok := recover().(failure); ok {
			fmt.Println(f.why)
			os.Exit(f.exit)
		}
	}()
	vkey := flag.String("vkey", "", "verifier key file")
	since := flag.String("since", "", "earlier checkpoint")
	flag.Parse()
	if flag.NArg() != 1 || *vkey == "" {
		fail(2, "usage: verify -vkey FILE [-since CHECKPOINT] DIR")
	}
	verify(flag.Arg(0), *vkey, *since)
	fmt.Println("valid")
}

func verify(dir, vkeyFile, sinceFile string) {
	keys := readKeys(vkeyFile)
	var known *checkpoint
	if sinceFile != "" {
		known = openKnown(read(sinceFile), keys)
	}
	head := openCheckpoint(read(filepath.Join(dir, "checkpoint")), keys)
	require(keys.lines[string(read(filepath.Join(dir, "vkey")))], "another key in the bundle")
	log := readLog(filepath.Join(dir, "leaves.jsonl"), head)
	for _, name := range list(filepath.Join(dir, "proofs")) {
		checkProof(dir, name, keys, log)
	}
	for _, name := range list(filepath.Join(dir, "openings")) {
		checkOpening(dir, name, log)
	}
	checkSealed(filepath.Join(dir, "sealed"), log)
	if known != nil {
		checkKnown(known, head, log)
	}
}

// --- files -------------------------------------------------------------------

func read(path string) []byte {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		unreadable("%s cannot be read", path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		unreadable("%s cannot be read", path)
	}
	return data
}

func list(dir string) []string {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		unreadable("%s cannot be read", dir)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// --- strict spellings --------------------------------------------------------

func fromBase64(text string) []byte {
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	require(err == nil && base64.StdEncoding.EncodeToString(data) == text, "not canonical base64")
	return data
}

func hashFromBase64(text string) (hash tlog.Hash) {
	data := fromBase64(text)
	require(len(data) == tlog.HashSize, "a hash is not 32 bytes long")
	copy(hash[:], data)
	return hash
}

func fromDecimal(text string) int64 {
	number, err := strconv.ParseInt(text, 10, 64)
	require(err == nil && number >= 0 && strconv.FormatInt(number, 10) == text, "not a canonical number")
	return number
}

// --- notes and checkpoints ---------------------------------------------------

type keyring struct {
	list  []note.Verifier
	lines map[string]bool
}

func readKeys(path string) keyring {
	keys := keyring{lines: map[string]bool{}}
	for _, line := range strings.Split(string(read(path)), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		key, err := note.NewVerifier(line)
		if err != nil {
			unreadable("the verifier key cannot be used")
		}
		keys.list = append(keys.list, key)
		keys.lines[line+"\n"] = true
	}
	if len(keys.list) == 0 {
		unreadable("there is no verifier key")
	}
	return keys
}

type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

func openKnown(data []byte, keys keyring) (known *checkpoint) {
	defer func() {
		if f, ok := recover().(failure); ok {
			unreadable("the earlier checkpoint cannot be used: %s", f.why)
		}
	}()
	return openCheckpoint(data, keys)
}

func openCheckpoint(data []byte, keys keyring) *checkpoint {
	opened, err := note.Open(data, note.VerifierList(keys.list...))
	require(err == nil, "the note is not valid: %v", err)
	checkSignatureLines(data, opened.Text, keys)
	lines := strings.Split(opened.Text, "\n")
	require(len(lines) >= 4 && lines[len(lines)-1] == "", "not a checkpoint")
	for _, line := range lines[:len(lines)-1] {
		require(line != "", "an empty line in a checkpoint")
	}
	result := &checkpoint{lines[0], fromDecimal(lines[1]), hashFromBase64(lines[2])}
	require(result.size > 0 || result.root == tlog.Hash(sha256.Sum256(nil)), "an empty log with another root")
	for _, sig := range opened.Sigs {
		if sig.Name == result.origin {
			return result
		}
	}
	invalid("a checkpoint of another log")
	return nil
}

// note.Open takes base64 with spare bits, and looks at the first line of a known key only.
func checkSignatureLines(data []byte, text string, keys keyring) {
	block := string(data[bytes.LastIndex(data, []byte("\n\n"))+2:])
	for _, line := range strings.Split(strings.TrimSuffix(block, "\n"), "\n") {
		fields := strings.Split(line, " ")
		require(len(fields) == 3, "a malformed signature line")
		signature := fromBase64(fields[2])
		for _, key := range keys.list {
			if key.Name() == fields[1] && key.KeyHash() == binary.BigEndian.Uint32(signature) {
				require(key.Verify([]byte(text), signature[4:]), "a wrong signature of a known key")
			}
		}
	}
}

// --- the log -----------------------------------------------------------------

var leafForm = regexp.MustCompile(`^\{"commit":"([A-Za-z0-9+/]{43}=)","recorded_at":(0|[1-9][0-9]{0,15}),` +
	`"seq":(0|[1-9][0-9]{0,15}),"type-class":"(consent|notice|identity|token|link|review|read|refusal|sync|` +
	`enrolment|run|erasure|admin)","v":1\}$`)

type leaf struct {
	commit tlog.Hash
	class  string
	raw    []byte
}

type log struct {
	leaves []leaf
	hashes []tlog.Hash
	head   *checkpoint
}

func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		found = append(found, l.hashes[index])
	}
	return found, nil
}

func (l *log) rootAt(size int64) tlog.Hash {
	if size == 0 {
		return tlog.Hash(sha256.Sum256(nil))
	}
	root, err := tlog.TreeHash(size, l)
	require(err == nil, "no root: %v", err)
	return root
}

func (l *log) leafAt(seq int64) leaf {
	require(seq >= 0 && seq < int64(len(l.leaves)), "there is no such leaf")
	return l.leaves[seq]
}

func readLog(path string, head *checkpoint) *log {
	lines := bufio.NewReader(bytes.NewReader(read(path)))
	result := &log{head: head}
	var latest int64
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			require(line == "", "the last leaf is cut off")
			break
		}
		raw := strings.TrimSuffix(line, "\n")
		found := leafForm.FindStringSubmatch(raw)
		require(found != nil, "not a leaf")
		seq := int64(len(result.leaves))
		recordedAt := fromDecimal(found[2])
		require(fromDecimal(found[3]) == seq, "a gap in the sequence")
		require(recordedAt >= latest && recordedAt < 1<<53, "a leaf out of time")
		latest = recordedAt
		result.leaves = append(result.leaves, leaf{hashFromBase64(found[1]), found[4], []byte(raw)})
		hashes, err := tlog.StoredHashes(seq, []byte(raw), result)
		require(err == nil, "no hashes: %v", err)
		result.hashes = append(result.hashes, hashes...)
	}
	require(int64(len(result.leaves)) == head.size, "not as many leaves as the checkpoint says")
	require(result.rootAt(head.size) == head.root, "the leaves are not those of the checkpoint")
	return result
}

func checkKnown(known, head *checkpoint, l *log) {
	if known.size > head.size {
		fail(4, "rollback")
	}
	if l.rootAt(known.size) != known.root {
		fail(4, "fork")
	}
	if known.size == 0 {
		return
	}
	proof, err := tlog.ProveTree(head.size, known.size, l)
	require(err == nil, "no consistency proof: %v", err)
	if tlog.CheckTree(proof, head.size, head.root, known.size, known.root) != nil {
		fail(4, "fork")
	}
}

// --- proof files -------------------------------------------------------------

var proofName = regexp.MustCompile(`^(0|[1-9][0-9]{0,18})\.tlog-proof$`)

func checkProof(dir, name string, keys keyring, l *log) {
	found := proofName.FindStringSubmatch(name)
	require(found != nil, "a file among the proofs is none")
	data := read(filepath.Join(dir, "proofs", name))
	at := bytes.Index(data, []byte("\n\n"))
	require(at >= 0, "a proof without a checkpoint")
	lines := strings.Split(string(data[:at]), "\n")
	require(lines[0] == "c2sp.org/tlog-proof@v1", "not a proof")
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		fromBase64(strings.TrimPrefix(lines[0], "extra "))
		lines = lines[1:]
	}
	require(len(lines) > 0 && lines[0] == "index "+found[1], "the proof is of another entry")
	index := fromDecimal(found[1])
	var path tlog.RecordProof
	for _, line := range lines[1:] {
		path = append(path, hashFromBase64(line))
	}
	stood := openCheckpoint(data[at+2:], keys)
	require(stood.size <= l.head.size && l.rootAt(stood.size) == stood.root, "the proof stands on another log")
	err := tlog.CheckRecord(path, stood.size, stood.root, index, tlog.RecordHash(l.leafAt(index).raw))
	require(err == nil, "the proof does not hold: %v", err)
}

// --- openings ----------------------------------------------------------------

var openingName = regexp.MustCompile(`^(0|[1-9][0-9]{0,15})\.json$`)

func checkOpening(dir, name string, l *log) {
	found := openingName.FindStringSubmatch(name)
	require(found != nil, "a file among the openings is none")
	var opened opening
	decodeLine(read(filepath.Join(dir, "openings", name)), &opened)
	require(opened.Seq == fromDecimal(found[1]), "the opening is of another entry")
	opened.checkCommitment(l)
	var payload map[string]interface{}
	numbers := json.NewDecoder(bytes.NewReader(opened.Payload))
	numbers.UseNumber()
	require(numbers.Decode(&payload) == nil, "a payload that is no object")
	canonical := spell(payload)
	require(bytes.Equal(canonical, opened.Payload), "a payload that is not canonical")
}

// spell writes canonical JSON: keys are ASCII, so Go's order of a map's keys is that of RFC 8785, and
// numbers are whole, so they are copied. Go spells U+2028 and U+2029 as escapes, which the standard does not.
func spell(value interface{}) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	require(encoder.Encode(value) == nil, "a payload that cannot be written")
	spelled := bytes.TrimSuffix(text.Bytes(), []byte("\n"))
	return unescape(spelled)
}

var escapes = regexp.MustCompile(`\\(u2028|u2029|u0008|u000c|.)`)

func unescape(text []byte) []byte {
	return escapes.ReplaceAllFunc(text, func(found []byte) []byte {
		switch string(found[1:]) {
		case "u2028":
			return []byte("\u2028")
		case "u2029":
			return []byte("\u2029")
		case "u0008":
			return []byte(`\b`)
		case "u000c":
			return []byte(`\f`)
		}
		return found
	})
}

// --- sealed runs -------------------------------------------------------------

type opening struct {
	Payload json.RawMessage `json:"payload"`
	Salt    string          `json:"salt"`
	Seq     int64           `json:"seq"`
}

type seal struct {
	AsOf     int64  `json:"as_of"`
	Kind     string `json:"kind"`
	Position int64  `json:"position"`
	Purpose  string `json:"purpose"`
	Root     string `json:"root"`
	Run      string `json:"run"`
	Size     int64  `json:"size"`
	V        int64  `json:"v"`
	seq      int64
}

type enrolment struct {
	Kind string `json:"kind"`
	Root string `json:"root"`
	Size int64  `json:"size"`
	V    int64  `json:"v"`
}

type answer struct {
	End       *string         `json:"end"`
	Enrolment json.RawMessage `json:"enrolment"`
	Hashes    []string        `json:"hashes"`
	Index     int64           `json:"index"`
	Key       string          `json:"key"`
	Run       string          `json:"run"`
	Siblings  []string        `json:"siblings"`
	Subject   string          `json:"subject"`
	V         int64           `json:"v"`
}

// decode reads JSON that is spelled as this program spells it, fields in order, and no other way.
func decode(data []byte, into interface{}) {
	require(json.Unmarshal(data, into) == nil, "not the JSON expected")
	var again bytes.Buffer
	encoder := json.NewEncoder(&again)
	encoder.SetEscapeHTML(false)
	require(encoder.Encode(into) == nil, "not the JSON expected")
	require(bytes.Equal(bytes.TrimSuffix(again.Bytes(), []byte("\n")), data), "not canonical JSON")
}

func decodeLine(data []byte, into interface{}) {
	require(bytes.HasSuffix(data, []byte("\n")), "no newline at the end")
	decode(bytes.TrimSuffix(data, []byte("\n")), into)
}

func keyed(key []byte, parts ...string) []byte {
	require(len(key) == 32, "a key or salt is not 32 bytes long")
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.Join(parts, "\x00")))
	return mac.Sum(nil)
}

func (o opening) checkCommitment(l *log) leaf {
	found := l.leafAt(o.Seq)
	require(bytes.Equal(keyed(fromBase64(o.Salt), string(o.Payload)), found.commit[:]), "the leaf says something else")
	return found
}

func (o opening) check(l *log, class string, into interface{}) {
	require(o.checkCommitment(l).class == class, "the opening is of another kind of leaf")
	decode(o.Payload, into)
}

var (
	sealName   = regexp.MustCompile(`^([0-9a-z][0-9a-z_-]{0,63})\.json$`)
	answerName = regexp.MustCompile(`^([0-9a-z][0-9a-z_-]{0,63})\.(0|[1-9][0-9]{0,8})\.proof$`)
)

func checkSealed(dir string, l *log) {
	seals := map[string]*seal{}
	answers := map[string]*answer{}
	for _, name := range list(dir) {
		data := read(filepath.Join(dir, name))
		if found := sealName.FindStringSubmatch(name); found != nil {
			var opened opening
			var said seal
			decodeLine(data, &opened)
			opened.check(l, "run", &said)
			require(said.Kind == "run_sealed" && said.V == 1 && said.Run == found[1], "not the seal of that run")
			require(said.AsOf >= 0 && said.Position >= 0 && said.Size >= 0, "a negative number in a seal")
			said.seq = opened.Seq
			seals[found[1]] = &said
		} else if found := answerName.FindStringSubmatch(name); found != nil {
			answers[name] = &answer{}
			decodeLine(data, answers[name])
		} else {
			invalid("a file among the sealed runs is none")
		}
	}
	for name, proof := range answers {
		said := seals[answerName.FindStringSubmatch(name)[1]]
		require(said != nil && said.Run == proof.Run && proof.V == 1, "a proof without its run")
		proof.check(said, l)
	}
}

func (a *answer) check(said *seal, l *log) {
	var opened opening
	var enrolled enrolment
	decode(a.Enrolment, &opened)
	require(opened.Seq < said.seq, "enrolled after the seal")
	opened.check(l, "enrolment", &enrolled)
	require(enrolled.Kind == "labels_enrolled" && enrolled.V == 1, "not an enrolment")

	key := fromBase64(a.Key)
	var path tlog.RecordProof
	for _, hash := range a.Hashes {
		path = append(path, hashFromBase64(hash))
	}
	commitment := keyed(key, "socialmatch/label-key@v1", a.Subject)
	err := tlog.CheckRecord(path, enrolled.Size, hashFromBase64(enrolled.Root), a.Index, tlog.RecordHash(commitment))
	require(err == nil, "the key was not enrolled: %v", err)

	label := keyed(key, "socialmatch/label@v1", a.Run, a.Subject)
	require(a.Hashes != nil && a.Siblings != nil && len(a.Siblings) <= 256, "no way through a tree")
	digest := tlog.Hash(sha256.Sum256(nil))
	empty := digest
	if a.End != nil {
		end := hashFromBase64(*a.End)
		for at := range a.Siblings {
			require(bit(end[:], at) == bit(label, at), "a way past the label")
		}
		digest = tlog.RecordHash(end[:])
	}
	for up, text := range a.Siblings {
		sibling := hashFromBase64(text)
		require(up > 0 || sibling != empty, "a way too long")
		if bit(label, len(a.Siblings)-1-up) == 1 {
			digest = tlog.NodeHash(sibling, digest)
		} else {
			digest = tlog.NodeHash(digest, sibling)
		}
	}
	require(digest == hashFromBase64(said.Root), "another root")
}

func bit(label []byte, at int) byte { return label[at/8] >> (7 - uint(at)%8) & 1 }
