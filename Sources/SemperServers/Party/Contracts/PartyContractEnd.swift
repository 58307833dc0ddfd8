public import SemperCoding
import SemperExchange
public import SemperModel

/// How the signing of a contract of several parties has ended for one of them.
public struct PartyContractEnd: Hashable, Sendable {
  public enum Word: String, Sendable, CanonicalValue {
    /// Everybody is bound, and the file shows it.
    case binds
    /// Nobody is bound, and nobody's part counts.
    case calledOff = "called-off"
    /// Nobody is bound, although the parts of some count.
    case incomplete
    /// Our part counts. Whether everybody else's does only the coordinator can show, and it has not.
    case unknown
  }

  public let word: Word
  public let contract: Digest
  /// The file that shows that it binds.
  public let evidence: String?

  init(_ word: Word, of contract: Digest, evidence: String? = nil) {
    self.word = word
    self.contract = contract
    self.evidence = evidence
  }

  var json: JSON {
    .fields(["contract": contract.json, "evidence": evidence?.json, "outcome": word.json])
  }
}
