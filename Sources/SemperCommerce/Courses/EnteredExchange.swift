import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms

/// A fair exchange that the buyer has entered, before both have agreed on it.
struct EnteredExchange: Hashable, Sendable {
  let party: PartyTerms
  /// The deed that said so.
  let entry: Digest
  /// The documents that the buyer gives in it.
  var given: GivenDocuments
  /// The documents that are good once the exchange has gone through.
  var documents: DealDocuments
}
