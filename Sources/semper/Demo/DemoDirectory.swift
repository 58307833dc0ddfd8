import Foundation
import SemperCertification
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers
import SemperTerms

/// The demonstration's directory of services and its evaluator, who has looked at the terms of the demonstration's own shop. A play: who
/// trusts this evaluator trusts the demonstration.
struct DemoDirectory {
  static let evaluator = "Semper Demo Evaluator"
  private static let name = "evaluator"
  private static let lifetime = Span(seconds: 30 * 86_400)

  let folder: String
  /// The home that is served.
  var home: String { folder + "/directory" }
  /// With which trust in the directory begins.
  var root: String { folder + "/root-1.json" }

  /// Founds the directory and publishes the shop's terms with what the checker lets the evaluator say of them. Returns the evaluator's key.
  func found(with terms: SignedStatement) async throws -> Thumbprint {
    let now = SystemTime().now()
    let holder = try MetadataSigner(at: folder + "/directory-owner")
    let evaluator = try MetadataSigner(at: folder + "/evaluator")
    let desk = try DirectoryDesk(at: home)
    defer {
      try? holder.close()
      try? evaluator.close()
      try? desk.close()
    }
    let draft = try await desk.draft(
      root: [try await holder.publicKey()], threshold: 1, expires: now.advanced(by: Self.lifetime))
    let signed = try await holder.signed(draft.bytes)
    try Data(signed.bytes).write(to: URL(fileURLWithPath: root), options: .atomic)
    try await desk.publish(DirectoryChanges(root: signed), at: now)

    let finding = try Self.finding(terms)
    let evaluation = try await evaluator.evaluation(
      of: terms.digest, checker: TermsReport.checker, report: finding.report, grade: finding.grade,
      remarks: finding.remarks, at: now, for: Self.lifetime)
    let status = try await evaluator.status(at: now, for: Self.lifetime)
    let submission = try await evaluator.submission(
      as: Self.name, [evaluation, status], version: 1, expires: now.advanced(by: Self.lifetime))
    let key = try await evaluator.publicKey()
    try await desk.publish(try Self.changes(terms, submission, by: key), at: now)
    return key.thumbprint
  }

  /// The terms behind an offer, as the shop shows them.
  static func terms(of offer: DemoOffer, at shop: Address) async throws -> SignedStatement {
    let transport = try HTTPClientTransport()
    do {
      let client = ShopClient(transport: transport, address: shop)
      let signed = try await client.offer(offer.code)
      let terms = try await client.terms(signed.journalled(as: Offer.self).service)
      try await transport.shutdown()
      return terms
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }

  /// Apart, because the optimiser of Swift 6.3.1 crashes over it within a coroutine.
  @inline(never)
  private static func finding(
    _ terms: SignedStatement
  ) throws -> (report: SemperModel.Digest, grade: Grade, remarks: [LanguageTag: HumanText]) {
    let report = try TermsChecker.report(on: VerifiedStatement<TermsOfBusiness>.content(of: terms).authored)
    let remarks = [
      "en": "Play: the demonstration's own terms, with short times.",
      "de": "Ein Spiel: die eigenen Bedingungen der Vorführung, mit kurzen Zeiten.",
      "el": "Παιχνίδι: οι όροι της ίδιας της επίδειξης, με σύντομους χρόνους.",
    ]
    return (
      Digest(of: report.canonicalBytes, for: .document), report.worst == .error ? .unfair : .fair,
      try Dictionary(uniqueKeysWithValues: remarks.map { (try LanguageTag($0.key), try HumanText($0.value)) })
    )
  }

  /// Likewise.
  @inline(never)
  private static func changes(
    _ terms: SignedStatement, _ submission: DirectoryChanges.Submission, by key: PublicKey
  ) throws -> DirectoryChanges {
    let package = try UnverifiedPackage(terms: terms)
    return DirectoryChanges(
      contents: [ServicePath.package(package.service): package.canonicalBytes],
      delegations: [name: try ServicePath.delegation(to: name, keys: [key])], submissions: [submission])
  }
}
