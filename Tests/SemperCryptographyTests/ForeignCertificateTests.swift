import Foundation
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

/// Certificates that OpenSSL made: those that keep to the profile are accepted, each departure from it is refused.
@Suite struct ForeignCertificateTests {
  /// A folder in which OpenSSL has founded an authority and made a key for a shop.
  private final class Workshop {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try write("empty.cnf", "[req]\ndistinguished_name=dn\n[dn]\n")
    }
    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }
    func write(_ name: String, _ text: String) throws {
      try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }
    func openssl(_ arguments: String...) throws {
      try #require(try Oracle.openssl(arguments).status == 0, "openssl \(arguments.joined(separator: " "))")
    }

    func root(_ extensions: [String], key: String = "P-256", digest: String = "-sha256") throws -> [UInt8] {
      let algorithm =
        key == "RSA" ? ["-algorithm", "RSA"] : ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(key)"]
      try #require(try Oracle.openssl(["genpkey"] + algorithm + ["-out", path("root.key")]).status == 0)
      try write("root.ext", "[v3]\n" + extensions.joined(separator: "\n") + "\n")
      try openssl(
        "req", "-new", "-config", path("empty.cnf"), "-key", path("root.key"), "-subj", "/O=Foreign/OU=authority",
        "-out",
        path("root.csr"))
      try openssl(
        "x509", "-req", "-in", path("root.csr"), "-signkey", path("root.key"), "-days", "10", digest, "-extfile",
        path("root.ext"), "-extensions", "v3", "-outform", "DER", "-out", path("root.der"))
      try openssl("x509", "-inform", "DER", "-in", path("root.der"), "-out", path("root.pem"))
      return try Array(Data(contentsOf: URL(filePath: path("root.der"))))
    }

    func leaf(_ extensions: [String], subject: String, curve: String, digest: String) throws -> [UInt8] {
      try openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(curve)", "-out", path("leaf.key"))
      try write("leaf.ext", "[v3]\n" + extensions.joined(separator: "\n") + "\n")
      try openssl(
        "req", "-new", "-utf8", "-config", path("empty.cnf"), "-key", path("leaf.key"), "-subj", subject, "-out",
        path("leaf.csr"))
      try openssl(
        "x509", "-req", "-in", path("leaf.csr"), "-CA", path("root.pem"), "-CAkey", path("root.key"), "-CAcreateserial",
        "-days", "5", digest, "-extfile", path("leaf.ext"), "-extensions", "v3", "-outform", "DER", "-out",
        path("leaf.der"))
      return try Array(Data(contentsOf: URL(filePath: path("leaf.der"))))
    }
  }

  private static let authority = [
    "basicConstraints=critical,CA:TRUE,pathlen:0", "keyUsage=critical,keyCertSign,cRLSign",
  ]
  private static let role = ["basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature"]
  private var now: Timestamp { Timestamp(seconds: Int64(Date().timeIntervalSince1970) + 60) }

  @Test(
    arguments: [
      (role, "/O=Shop/OU=seller", "P-256", "-sha256", nil),
      (role + ["subjectAltName=URI:https://a.example/"], "/O=Shop/OU=seller", "P-256", "-sha256", nil),
      (role + ["subjectAltName=DNS:a.example"], "/O=Shop/OU=seller", "P-256", "-sha256", .malformed),
      (role + ["1.2.3.4=ASN1:NULL"], "/O=Shop/OU=seller", "P-256", "-sha256", nil),
      (role + ["1.2.3.4=critical,ASN1:NULL"], "/O=Shop/OU=seller", "P-256", "-sha256", .malformed),
      (
        role + ["nameConstraints=critical,permitted;URI:a.example"], "/O=Shop/OU=seller", "P-256", "-sha256", .malformed
      ),
      (authority, "/O=Shop/OU=seller", "P-256", "-sha256", .malformed),
      ([role[0]], "/O=Shop/OU=seller", "P-256", "-sha256", .malformed),
      ([role[1]], "/O=Shop/OU=seller", "P-256", "-sha256", .malformed),
      (
        [role[0], "keyUsage=critical,digitalSignature,keyCertSign"], "/O=Shop/OU=seller", "P-256", "-sha256", .malformed
      ),
      (role, "/O=Shop/OU=king", "P-256", "-sha256", .malformed),
      (role, "/O=Shop/OU=Seller", "P-256", "-sha256", .malformed),
      (role, "/O=Shop", "P-256", "-sha256", .malformed), (role, "/OU=seller/O=Shop", "P-256", "-sha256", .malformed),
      (role, "/O=Shop/OU=seller/CN=x", "P-256", "-sha256", .malformed),
      (role, "/O=Shop/OU=bank", "P-256", "-sha256", .untrusted),
      (role, "/O=Shop/OU=seller", "P-384", "-sha256", .malformed),
      (role, "/O=Shop/OU=seller", "P-256", "-sha384", .malformed),
    ] as [([String], String, String, String, RefusalCode?)])
  func aLeafKeepsToTheProfile(
    _ extensions: [String], _ subject: String, _ curve: String, _ digest: String, _ expected: RefusalCode?
  ) throws {
    let workshop = try Workshop()
    let policy = CertificatePolicy(roots: [try workshop.root(Self.authority)], role: .seller, time: now)
    let leaf = try workshop.leaf(extensions, subject: subject, curve: curve, digest: digest)
    switch try CertificateVerifier(policy: policy).verdict(on: [leaf]) {
    case .valid(let identity):
      #expect(expected == nil)
      #expect(identity.subject.organisation == "Shop")
    case .refused(let refusal): #expect(refusal.code == expected, "\(refusal)")
    }
  }

  @Test(arguments: [
    (["basicConstraints=critical,CA:TRUE,pathlen:1", authority[1]], "P-256", "-sha256"),
    (["basicConstraints=critical,CA:TRUE", authority[1]], "P-256", "-sha256"), (role, "P-256", "-sha256"),
    ([authority[0], "keyUsage=critical,digitalSignature"], "P-256", "-sha256"), ([authority[0]], "P-256", "-sha256"),
    (authority, "P-384", "-sha256"), (authority, "RSA", "-sha256"), (authority, "P-256", "-sha512"),
    (authority + ["1.2.3.4=critical,ASN1:NULL"], "P-256", "-sha256"),
  ])
  func aRootKeepsToTheProfile(_ extensions: [String], _ key: String, _ digest: String) throws {
    let root = try Workshop().root(extensions, key: key, digest: digest)
    let policy = CertificatePolicy(roots: [root], role: .seller, time: now)
    #expect(throws: CryptographyError.self) { try CertificateVerifier(policy: policy) }
  }
}
