import Foundation
import SemperCertification
import SemperCoding
import SemperCryptography
import SemperModel

/// The files of a shop's own package and of what evaluators have said of it, which the shop shows to buyers who look in no directory. They
/// are read anew each time, so that an evaluator's next list needs no restart.
public struct EvidenceFiles: Sendable, Hashable {
  public let package: String
  /// Evaluations and status lists.
  public let statements: [String]

  public init(package: String, statements: [String]) {
    self.package = package
    self.statements = statements
  }

  /// Refuses (`unavailable`, blame on us) files that cannot be read, and what is no evidence or larger than it may be.
  func evidence() throws(Refusal) -> ServiceEvidence {
    do {
      let evidence = try ServiceEvidence(
        package: UnverifiedPackage(bytes: Self.read(package)),
        statements: statements.map { try SignedStatement(bytes: Self.read($0)) })
      guard evidence.canonicalBytes.count <= ServiceEvidence.largest else {
        throw Refusal(.tooLarge, blame: .us, "package and evaluations have more than \(ServiceEvidence.largest) bytes")
      }
      return evidence
    } catch {
      throw Refusal(
        .unavailable, blame: .us, "what evaluators say of this shop's terms cannot be read now: \(error)")
    }
  }

  private static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), data.count <= ServiceEvidence.largest else {
      throw ServerError(.file, "\(path) cannot be read, or is too large")
    }
    return Array(data)
  }
}
