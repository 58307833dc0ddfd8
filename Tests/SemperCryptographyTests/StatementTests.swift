import SemperCoding
import SemperModel
import Testing

@testable import SemperCryptography

/// What a statement is for: signed by all, found whole again, the same in each serialisation.
@Suite struct StatementTests {
  private let one = SigningKey(.es256)
  private let other = SigningKey(.ed25519)
  private var keys: KeySet { KeySet([one.publicKey, other.publicKey]) }

  @Test(arguments: SigningKey.Algorithm.allCases) func aSignedStatementVerifies(_ algorithm: SigningKey.Algorithm)
    throws
  {
    let key = SigningKey(algorithm)
    let own = try VerifiedStatement(signing: Note(by: [key]), with: [key])
    let received = try SignedStatement(bytes: own.signed.canonicalBytes)
    let verified = try VerifiedStatement<Note>(verifying: received, keys: KeySet([key.publicKey]))
    #expect(verified.content == own.content)
    #expect(verified.digest == own.digest && own.digest == own.content.digest)
    #expect(received.canonicalBytes == own.signed.canonicalBytes)
  }

  @Test func theDigestIsThePayloadUnderItsKind() throws {
    let note = Note(by: [one])
    #expect(note.digest == Digest(plain: Array("semper/contract/1".utf8) + [0] + note.payload))
    let first = try SignedStatement(note, signedBy: [one])
    let again = try SignedStatement(note, signedBy: [one])
    #expect(first.digest == again.digest)
  }

  @Test func twoSignersSignInAnyOrder() throws {
    let note = Note(by: [one, other])
    let draft = try SignedStatement(note, signedBy: [other])
    #expect(!draft.isComplete)
    #expect(throws: Refusal.self) { try VerifiedStatement<Note>(verifying: draft, keys: keys) }
    #expect(try draft.draft(as: Note.self, keys: keys) == note)
    let complete = try draft.countersigned(by: one)
    #expect(complete.isComplete && complete.digest == draft.digest)
    #expect(complete.signatures.map(\.header.kid) == [one.thumbprint, other.thumbprint].sorted())
    #expect(try VerifiedStatement<Note>(verifying: complete, keys: keys).content == note)
    #expect(try complete.countersigned(by: one).signatures.count == 2)
  }

  @Test func onlySignersCountersign() throws {
    let statement = try SignedStatement(Note(by: [one]), signedBy: [one])
    #expect(throws: CryptographyError.self) { try statement.countersigned(by: other) }
    #expect(throws: CryptographyError.self) { try VerifiedStatement(signing: Note(by: [one, other]), with: [one]) }
  }

  @Test func compactFormLosesNothing() throws {
    let statement = try SignedStatement(Note(by: [one]), signedBy: [one])
    let compact = try #require(statement.compact)
    #expect(compact.split(separator: ".").count == 3)
    #expect(try SignedStatement(compact: compact).canonicalBytes == statement.canonicalBytes)
    let both = try SignedStatement(Note(by: [one, other]), signedBy: [one, other])
    #expect(both.compact == nil)
    for broken in ["", "..", compact + ".", compact + "=", "." + compact, String(compact.dropLast()), compact + "A"] {
      #expect(throws: CodingError.self) { try SignedStatement(compact: broken) }
    }
  }

  @Test func aPseudonymBringsItsKey() throws {
    let introduced = try SignedStatement(Note(by: [one], introducing: [one.publicKey]), signedBy: [one])
    #expect(throws: Never.self) { try VerifiedStatement<Note>(verifying: introduced, keys: KeySet()) }
    // A key that is brought along signs only where the content names it as a signer.
    let silent = try SignedStatement(Note(by: [one]), signedBy: [one])
    let refusal = #expect(throws: Refusal.self) { try VerifiedStatement<Note>(verifying: silent, keys: KeySet()) }
    #expect(refusal?.code == .badSignature)
  }

  /// Identity is the digest, so both forms of an ECDSA signature are one statement.
  @Test func highAndLowSAreBothAccepted() throws {
    let order: [UInt8] = try #require(
      Array(hex: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"))
    let statement = try SignedStatement(Note(by: [one]), signedBy: [one])
    let only = try #require(statement.signatures.first)
    var s = Array(only.signature[32...])
    var borrow = 0
    for index in (0..<32).reversed() {
      let difference = Int(order[index]) - Int(s[index]) - borrow
      s[index] = UInt8(truncatingIfNeeded: difference)
      borrow = difference < 0 ? 1 : 0
    }
    let mirrored = try SignedStatement(
      payload: statement.payload,
      signatures: [StatementSignature(protected: only.protected, signature: Array(only.signature[..<32]) + s)])
    #expect(mirrored.signatures != statement.signatures)
    let verified = try VerifiedStatement<Note>(verifying: mirrored, keys: keys)
    #expect(try verified == VerifiedStatement<Note>(verifying: statement, keys: keys))
  }

  /// A flipped byte is refused or changes nothing that counts.
  @Test func noFlippedByteCounts() throws {
    let note = Note(by: [one, other])
    let bytes = try SignedStatement(note, signedBy: [one, other]).canonicalBytes
    var harmless = 0
    for offset in bytes.indices {
      for mask in [0x01, 0x20, 0x80] as [UInt8] {
        var changed = bytes
        changed[offset] ^= mask
        guard let parsed = try? SignedStatement(bytes: changed),
          let verified = try? VerifiedStatement<Note>(verifying: parsed, keys: keys)
        else { continue }
        harmless += 1
        #expect(verified.content == note && verified.digest == note.digest, "byte \(offset), mask \(mask)")
      }
    }
    #expect(harmless == 0, "every byte of a canonical statement carries meaning")
  }

  /// RFC 7638 section 3.1 is RSA; RFC 8037 appendix A.3 gives this one.
  @Test func thumbprintOfRFC8037() throws {
    let key = PublicKey.ed25519(x: try Base64URL.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
    #expect(key.thumbprint.description == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
  }
}
