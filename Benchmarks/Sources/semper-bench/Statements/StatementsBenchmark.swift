import ArgumentParser
import SemperCoding
import SemperCryptography
import SemperEcash
import SemperModel

/// Statements beside the bare signatures in them, and canonical JSON by the megabyte. One thread.
struct StatementsBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statements", abstract: "Signing, verifying and coding of statements.")

  @Option var rounds = 5
  @Option(help: "Seconds a round lasts.") var seconds = 0.5

  private var loop: Loop { Loop(seconds: seconds, rounds: rounds) }

  func run() throws {
    var report = Report()
    let openSSL = try OpenSSLSpeed.rates("ecdsap256")
    let key = SigningKey()
    let receipt = try Samples.receipt(by: key)
    let signed = try SignedStatement(receipt, signedBy: [key])
    let bytes = signed.canonicalBytes
    let keys = KeySet([key.publicKey])

    try report.add(
      measurement("sign a receipt of \(bytes.count) bytes, from content to bytes", "statements/s") {
        _ = try SignedStatement(receipt, signedBy: [key]).canonicalBytes
      }.over(openSSL.sign, "OpenSSL ecdsap256 sign"))
    try report.add(
      measurement("verify it, from bytes to content", "statements/s") {
        _ = try VerifiedStatement<MintReceipt>(verifying: SignedStatement(bytes: bytes), keys: keys)
      }.over(openSSL.verify, "OpenSSL ecdsap256 verify"))
    try report.add(
      measurement("decode it only, unverified", "statements/s") { _ = try SignedStatement(bytes: bytes) })
    try coding("a receipt (\(bytes.count) bytes)", bytes, &report)
    let document = CanonicalJSON.encode(Samples.document)
    try coding("a document (\(document.count) bytes)", document, &report)
    report.printTable()
  }

  private func coding(_ name: String, _ bytes: [UInt8], _ report: inout Report) throws {
    let value = try CanonicalJSON.parse(bytes, limits: .statement(bytes: 1 << 20))
    let size = Double(bytes.count) / 1e6
    try report.add(coding("encode \(name)", size) { _ = CanonicalJSON.encode(value) })
    try report.add(
      coding("parse \(name)", size) { _ = try CanonicalJSON.parse(bytes, limits: .statement(bytes: 1 << 20)) })
    try report.add(
      coding("decode \(name) as canonical", size) {
        _ = try CanonicalJSON.decode(bytes, limits: .statement(bytes: 1 << 20))
      })
  }

  private func coding(
    _ name: String, _ megabytes: Double, _ operation: @escaping @Sendable () throws -> Void
  ) throws -> Measurement {
    let rate = try loop.rate(operation)
    return Measurement(
      "statements", "JCS: \(name)", "MB/s",
      Spread([rate.least * megabytes, rate.median * megabytes, rate.most * megabytes]))
  }

  private func measurement(
    _ name: String, _ unit: String, _ operation: @escaping @Sendable () throws -> Void
  ) throws -> Measurement {
    Measurement("statements", name, unit, try loop.rate(operation))
  }
}
