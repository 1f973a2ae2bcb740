package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"

	"reckon/fault"
)

// The key files, by their project-relative paths.
const (
	RecipientsFile = "keys/recipients.txt" // the public keys: the project's, then the recovery key's
	IdentityFile   = "keys/identity.age"   // the project's secret key under the passphrase
	RecoveryFile   = "keys/recovery.age"   // the project's secret key under the recovery key
	DatabaseFile   = "keys/db.key.age"     // the key of the database, sealed like any file
)

// DefaultWorkFactor makes one try of a passphrase cost about a second and
// 256 MiB of memory (scrypt, N = 2^18, r = 8, p = 1).
const DefaultWorkFactor = 18

const (
	maxWorkFactor  = 22                     // above it a hostile key file could stall the machine
	maxKeyFile     = 64 << 10               // bytes of any key file
	maxRecipients  = 16                     // lines of the recipients file
	databaseKeyLen = 32                     // bytes, as the adiantum VFS wants them
	bindingPrefix  = "# reckon recipients " // binds the recipients file to the secret key
)

// Keys seals to a project's recipients and, unless locked, opens what was
// sealed to them. It is immutable and safe for concurrent use.
type Keys struct {
	recipients []age.Recipient
	listing    []byte // the recipients file
	identity   *age.HybridIdentity
	database   []byte
}

// Setup is what setting up a sealed project yields.
type Setup struct {
	Keys     *Keys
	Files    map[string][]byte // the key files, by project-relative path
	Recovery string            // the recovery key: for the printed sheet only, never stored
}

// NewKeys makes the keys of a new project. The work factor is the logarithm of
// scrypt's cost, DefaultWorkFactor outside tests. All randomness is the
// operating system's.
func NewKeys(passphrase string, workFactor int) (*Setup, error) {
	project, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("making the project's key: %w", err)
	}
	recovery, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("making the recovery key: %w", err)
	}
	k := &Keys{
		recipients: []age.Recipient{project.Recipient(), recovery.Recipient()},
		listing:    []byte(project.Recipient().String() + "\n" + recovery.Recipient().String() + "\n"),
		identity:   project,
		database:   make([]byte, databaseKeyLen),
	}
	if _, err := rand.Read(k.database); err != nil {
		return nil, fmt.Errorf("making the database key: %w", err)
	}
	s := &Setup{Keys: k, Recovery: recovery.String(), Files: map[string][]byte{RecipientsFile: bytes.Clone(k.listing)}}
	if s.Files[IdentityFile], err = k.ChangePassphrase(passphrase, workFactor); err != nil {
		return nil, err
	}
	if s.Files[RecoveryFile], err = sealBytes(k.secret(), recovery.Recipient()); err != nil {
		return nil, err
	}
	if s.Files[DatabaseFile], err = sealBytes(k.database, k.recipients...); err != nil {
		return nil, err
	}
	return s, nil
}

// secret is what the two identity files hold: the secret key, and the digest
// of the recipients it belongs with as a comment that age programs pass over.
func (k *Keys) secret() []byte {
	sum := sha256.Sum256(k.listing)
	return []byte(bindingPrefix + hex.EncodeToString(sum[:]) + "\n" + k.identity.String() + "\n")
}

// Recipients reads the public keys alone: the Keys returned are locked and can
// seal but not open. Whether they are the project's own keys cannot be told
// without a secret; Unlock tells.
func Recipients(files map[string][]byte) (*Keys, error) {
	data, err := keyFile(files, RecipientsFile)
	if err != nil {
		return nil, err
	}
	lines := strings.SplitAfter(string(data), "\n")
	k := &Keys{listing: bytes.Clone(data)}
	for _, line := range lines[:len(lines)-1] {
		r, err := age.ParseHybridRecipient(strings.TrimSuffix(line, "\n"))
		if err != nil || r.String()+"\n" != line {
			return nil, malformed(RecipientsFile)
		}
		k.recipients = append(k.recipients, r)
	}
	if len(k.recipients) < 2 || len(k.recipients) > maxRecipients || lines[len(lines)-1] != "" {
		return nil, malformed(RecipientsFile)
	}
	return k, nil
}

// Unlock opens a project's keys with its passphrase. It refuses a recipients
// file other than the one the passphrase was set with, so that nobody can slip
// in a reader of his own.
func Unlock(files map[string][]byte, passphrase string) (*Keys, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, emptyPassphrase()
	}
	id.SetMaxWorkFactor(maxWorkFactor)
	wrong := fault.New("SE007", fault.Locked, "the passphrase does not open this project").
		Try("Type it again, or use the recovery sheet")
	return unlock(files, IdentityFile, id, wrong)
}

// UnlockRecovery opens a project's keys with the recovery key of the printed
// sheet, as ReadSheet returns it. A new passphrase can then be set.
func UnlockRecovery(files map[string][]byte, recovery string) (*Keys, error) {
	wrong := fault.New("SE008", fault.Locked, "this recovery key belongs to another project").
		Try("Look for the sheet that bears this project's number")
	id, err := age.ParseHybridIdentity(recovery)
	if err != nil {
		return nil, badRecovery()
	}
	k, err := Recipients(files)
	if err != nil {
		return nil, err
	}
	if !k.listed(id) {
		return nil, wrong
	}
	return unlock(files, RecoveryFile, id, wrong)
}

// unlock reads the project's secret key from one of its two places, and the
// database key with it.
func unlock(files map[string][]byte, path string, with age.Identity, wrong error) (*Keys, error) {
	k, err := Recipients(files)
	if err != nil {
		return nil, err
	}
	secret, err := open(files, path, with, wrong)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(secret), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], bindingPrefix) {
		return nil, malformed(path)
	}
	if k.identity, err = age.ParseHybridIdentity(lines[1]); err != nil {
		return nil, malformed(path)
	}
	if !bytes.Equal(k.secret(), secret) || !k.listed(k.identity) {
		return nil, fault.New("SE009", fault.Integrity, "it is not the list of readers this project was set up with").
			At(RecipientsFile).Unchanged("Nothing was opened").Try("Restore the folder keys from a backup")
	}
	k.database, err = open(files, DatabaseFile, k.identity, malformed(DatabaseFile))
	if err != nil {
		return nil, err
	}
	if len(k.database) != databaseKeyLen {
		return nil, malformed(DatabaseFile)
	}
	return k, nil
}

// listed reports whether the identity is one of the recipients.
func (k *Keys) listed(id *age.HybridIdentity) bool {
	line := []byte(id.Recipient().String() + "\n")
	return bytes.Contains(k.listing, line)
}

// open decrypts one key file; wrong is returned where the key does not fit.
func open(files map[string][]byte, path string, id age.Identity, wrong error) ([]byte, error) {
	data, err := keyFile(files, path)
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(bytes.NewReader(data), id)
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return nil, wrong
	}
	if err != nil {
		return nil, malformed(path)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, malformed(path)
	}
	return plain, nil
}

// keyFile returns a key file of reasonable size.
func keyFile(files map[string][]byte, path string) ([]byte, error) {
	data, ok := files[path]
	if !ok {
		return nil, fault.New("SE005", fault.NotFound, "the key file is missing").At(path).
			Try("Restore the folder keys from a backup")
	}
	if len(data) > maxKeyFile {
		return nil, malformed(path)
	}
	return data, nil
}

// Locked reports whether there is no key to open anything with.
func (k *Keys) Locked() bool { return k.identity == nil }

// DatabaseKey returns the 32-byte key of the project's database.
func (k *Keys) DatabaseKey() ([]byte, error) {
	if k.Locked() {
		return nil, lockedProblem()
	}
	return bytes.Clone(k.database), nil
}

// ChangePassphrase returns the identity file for a new passphrase. The old
// file opens the project until it is replaced, and copies of it do for ever.
func (k *Keys) ChangePassphrase(passphrase string, workFactor int) ([]byte, error) {
	if k.Locked() {
		return nil, lockedProblem()
	}
	if workFactor < 1 || workFactor > maxWorkFactor {
		return nil, fault.New("SE011", fault.Usage, "the work factor %d is not between 1 and %d", workFactor, maxWorkFactor)
	}
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, emptyPassphrase()
	}
	r.SetWorkFactor(workFactor)
	return sealBytes(k.secret(), r)
}

// Format prints the state and never a key, whatever the verb.
func (k *Keys) Format(f fmt.State, _ rune) {
	state := "unlocked"
	if k.Locked() {
		state = "locked"
	}
	// A failing printer has nowhere to report to.
	_, _ = io.WriteString(f, "seal.Keys("+state+")")
}

func malformed(path string) *fault.Problem {
	return fault.New("SE006", fault.Integrity, "the key file is damaged").At(path).
		Try("Restore the folder keys from a backup")
}

func emptyPassphrase() *fault.Problem {
	return fault.New("SE010", fault.Invalid, "the passphrase is empty")
}
