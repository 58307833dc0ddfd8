import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// What the machine does of the parts of a payment alone, in the same run: commits one after the other, and signatures.
struct BenchReference: Sendable {
  private static let rounds = 200

  /// Of SQLite alone, and of an archive: both durable, one after the other.
  let bareCommitsPerSecond: Double
  let commitsPerSecond: Double
  let signaturesPerSecond: Double
  let verificationsPerSecond: Double
  /// `nil` where there is no such program.
  let openSSL: OpenSSLSpeed?

  init(in directory: String) async throws {
    let home = try Home.createUnattended(at: directory + "/reference")
    let (table, records) = (RecordTable("reference"), home.archive.records)
    commitsPerSecond = try await Self.rate { number in
      try await records.transact { try $0.set([1], for: Array("\(number)".utf8), in: table) }
    }
    try home.close()
    bareCommitsPerSecond = try BareCommits.perSecond(at: directory + "/bare.sqlite", rounds: Self.rounds)
    openSSL = await OpenSSLSpeed.measure()
    let key = SigningKey()
    let content = PaymentConfirmation(
      selection: Digest(plain: []), payee: key.publicKey, particulars: ByteString([]), issued: Timestamp(seconds: 0))
    signaturesPerSecond = try await Self.rate { _ in _ = try VerifiedStatement(signing: content, with: [key]) }
    let signed = try VerifiedStatement(signing: content, with: [key]).signed
    verificationsPerSecond = try await Self.rate { _ in
      _ = try VerifiedStatement<PaymentConfirmation>(verifying: signed, keys: KeySet([key.publicKey]))
    }
  }

  private static func rate(_ body: (Int) async throws -> Void) async throws -> Double {
    let time = try await ContinuousClock().measure { for number in 0..<rounds { try await body(number) } }
    return Double(rounds) / (time / .seconds(1))
  }

  var json: JSON {
    .fields([
      "bareCommitsPerSecond": PaymentFigures.number(bareCommitsPerSecond),
      "commitsPerSecond": PaymentFigures.number(commitsPerSecond),
      "openSSL": openSSL?.json,
      "signaturesPerSecond": PaymentFigures.number(signaturesPerSecond),
      "verificationsPerSecond": PaymentFigures.number(verificationsPerSecond),
    ])
  }
}
