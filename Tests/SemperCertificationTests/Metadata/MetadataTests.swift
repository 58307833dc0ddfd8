import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// The files of The Update Framework: written one way, read strictly.
@Suite struct MetadataTests {
  private let key = SigningKey()
  private let other = SigningKey(.ed25519)

  private func root() throws -> RootMetadata {
    try RootMetadata(
      root: [key.publicKey, other.publicKey], threshold: 2, targets: [key.publicKey], snapshot: [other.publicKey],
      timestamp: [other.publicKey], expires: World.time(1))
  }

  @Test func contentsAreReadAsWritten() throws {
    let root = try root()
    #expect(try RootMetadata(json: root.json) == root)
    let delegation = try ServicePath.delegation(to: "a", keys: [key.publicKey, other.publicKey], threshold: 2)
    let targets = TargetsMetadata(
      version: 3, expires: World.time(2), targets: [try TargetPath("a/b.json"): ListedTarget([1, 2])],
      keys: delegation.keys.sorted { $0.id < $1.id }, delegations: [delegation.delegation])
    #expect(try TargetsMetadata(json: targets.json) == targets)
    let signed = try SignedMetadata(signing: targets, with: [key])
    let snapshot = SnapshotMetadata(
      version: 2, expires: World.time(2), files: ["targets": ListedFile(signed), "a": ListedFile(version: 7)])
    #expect(try SnapshotMetadata(json: snapshot.json) == snapshot)
    let timestamp = TimestampMetadata(
      version: 1, expires: World.time(1), snapshot: try SignedMetadata(signing: snapshot, with: [other]))
    #expect(try TimestampMetadata(json: timestamp.json) == timestamp)
    let read = try SignedMetadata<TargetsMetadata>(reading: signed.bytes)
    #expect(read == signed && read.content == targets)
  }

  @Test func signaturesCountOncePerKeyAndUnderTheirRole() throws {
    let root = try root()
    let both = try SignedMetadata(signing: root, with: [key, other])
    try both.requireSigned(by: .root, of: root)
    for keys in [[], [key], [other], [key, key], [key, SigningKey()]] {
      let signed = try SignedMetadata(signing: root, with: keys)
      #expect(throws: Refusal.self) { try signed.requireSigned(by: .root, of: root) }
    }
    for index in stride(from: 0, to: both.bytes.count, by: 7) {
      var bytes = both.bytes
      bytes[index] ^= 1
      guard let read = try? SignedMetadata<RootMetadata>(reading: bytes) else { continue }
      #expect(throws: Refusal.self, "byte \(index)") { try read.requireSigned(by: .root, of: root) }
    }
  }

  /// What is not known is passed over, and signed.
  @Test func unknownMembersAreUnderTheSignature() throws {
    let signed = try SignedMetadata(signing: root(), with: [key, other])
    let text = String(decoding: signed.bytes, as: UTF8.self)
    let added = text.replacing("\"_type\"", with: "\"_note\":1,\"_type\"")
    let read = try SignedMetadata<RootMetadata>(reading: Array(added.utf8))
    #expect(read.content == signed.content)
    #expect(throws: Refusal.self) { try read.requireSigned(by: .root, of: read.content) }
    #expect(try read.cosigned(by: key) == nil)
  }

  /// Each is one change to a good file.
  @Test(arguments: [
    ("\"_type\":\"root\"", "\"_type\":\"targets\""), ("\"version\":1", "\"version\":0"),
    ("\"version\":1", "\"version\":\"1\""), ("\"version\":1", "\"version\":1.5"),
    ("\"spec_version\":\"1.0.31\"", "\"spec_version\":\"2.0\""),
    ("\"spec_version\":\"1.0.31\"", "\"spec_version\":\"1\""),
    ("\"threshold\":2", "\"threshold\":0"), ("\"threshold\":2", "\"threshold\":-1"),
    ("ed25519\",\"keyval", "rsa\",\"keyval"), ("\"scheme\":\"ed25519\"", "\"scheme\":\"none\""),
    ("\"snapshot\":{", "\"snap\":{"), ("\"signatures\":", "\"sigs\":"), ("BEGIN PUBLIC", "BEGIN PRIVATE"),
    ("\"expires\":\"2026-", "\"expires\":\"2026-13-"), ("{\"signatures\"", "{\"signed\":{},\"signatures\""),
  ]) func filesAreReadStrictly(_ from: String, _ to: String) throws {
    let signed = try SignedMetadata(signing: root(), with: [key, other])
    let text = String(decoding: signed.bytes, as: UTF8.self)
    let changed = text.replacing(from, with: to)
    #expect(changed != text)
    let found = #expect(throws: Refusal.self) { try SignedMetadata<RootMetadata>(reading: Array(changed.utf8)) }
    #expect(found?.code == .malformed)
  }

  /// One key under two ids would reach a threshold of two alone; a key's id is computed.
  @Test func aKeyHasOneID() throws {
    let one = try DirectoryKey(key.publicKey)
    let again = try DirectoryKey(
      json: .fields([
        "keytype": "ecdsa".json, "keyval": .fields(["public": try key.publicKey.pem.json]),
        "scheme": "ecdsa-sha2-nistp256".json,
      ]))
    #expect(one.id != again.id && one.publicKey == again.publicKey)
    #expect(throws: CodingError.self) { try DirectoryKey.keys(in: DirectoryKey.json(of: [one, again])) }
    #expect(throws: CodingError.self) {
      try DirectoryKey.keys(in: .object(JSONObject([(again.id, one.json)])))
    }
    #expect(throws: CodingError.self) { try KeyHolders(ids: [one.id, one.id], threshold: 2) }
    #expect(throws: CryptographyError.self) { try KeyHolders([one], threshold: 2) }
    #expect(throws: CryptographyError.self) { try KeyHolders([], threshold: 1) }
  }

  @Test func theSignedFormEscapesNothingButQuotesAndBackslashes() throws {
    let json = JSON.fields(["b": "line\nbreak \"\\ ä".json, "a": .array([.null, .bool(true), .integer(-3)])])
    #expect(
      String(decoding: try MetadataForm.bytes(json), as: UTF8.self)
        == "{\"a\":[null,true,-3],\"b\":\"line\nbreak \\\"\\\\ ä\"}")
    #expect(throws: CodingError.self) { try MetadataForm.bytes(.number(1.5)) }
  }

  @Test(arguments: [
    ("a/*", "a/b", true), ("a/*", "a/b/c", false), ("a/*", "a", false), ("*", "a", true), ("*", "a/b", false),
    ("a/*.json", "a/x.json", true), ("a/*.json", "a/.json", true), ("a/*.json", "a/x.jso", false),
    ("a/?.json", "a/x.json", true), ("a/?.json", "a/xy.json", false), ("*a*b*", "xaxbx", true),
    ("*a*b*", "xbxa", false), ("*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false), ("a", "a", true),
    ("a", "A", false), ("**", "abc", true),
  ]) func patterns(_ pattern: String, _ path: String, _ matches: Bool) throws {
    #expect(try PathPattern(pattern).matches(TargetPath(path)) == matches)
  }

  @Test(arguments: ["", "/a", "a/", "a//b", ".", "a/../b", "a b", "ä", "a%2fb", "a\\b", "a/b/c/d/e/f/g", "a\u{0}"])
  func pathsThatAreNone(_ text: String) { #expect(throws: CodingError.self) { try TargetPath(text) } }

  @Test(arguments: ["", "a[b]", "a b", "{a,b}", "a\\*"])
  func patternsThatAreNone(_ text: String) { #expect(throws: CodingError.self) { try PathPattern(text) } }

  /// Delegation by the digest of a path, as other repositories have it.
  @Test func hashPrefixes() throws {
    let path = try TargetPath("a/b")
    let hash = Hexadecimal.text(Digest(plain: Array(path.text.utf8)).bytes)
    func delegation(_ prefixes: [String]) throws -> Delegation {
      try Delegation(
        json: .fields([
          "keyids": .array([]), "name": "bin".json, "path_hash_prefixes": prefixes.json, "terminating": .bool(false),
          "threshold": 1.json,
        ]))
    }
    #expect(try delegation(["00ff", String(hash.prefix(3))]).covers(path))
    #expect(try !delegation([String(hash.prefix(8))]).covers(TargetPath("a/c")))
    #expect(throws: CodingError.self) { try delegation(["G"]) }
    #expect(throws: CodingError.self) { try delegation([""]) }
  }

  @Test func aSignatureBesideADocumentIsNoneOnAStatement() throws {
    for key in [key, other] {
      let signature = try key.signature(beside: Array("{}".utf8))
      #expect(key.publicKey.isValid(signature, beside: Array("{}".utf8)))
      #expect(!key.publicKey.isValid(signature, beside: Array("{ }".utf8)))
      #expect(!key.publicKey.isValid(signature, beside: Array("eyJ".utf8)))
      #expect(!key.publicKey.isValid(signature + [0], beside: Array("{}".utf8)))
      #expect(!SigningKey(key.algorithm).publicKey.isValid(signature, beside: Array("{}".utf8)))
    }
  }
}
