import Foundation
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements

/// Takes what a transfer brings: only what was offered and accepted before, and nothing that is not as described.
///
/// Data is fetched and opened before the package is judged, because only then is it known whether it is what was
/// described, and what was expected; so nobody signs for data that it has not got. Data that does not come before the transfer closes is
/// refused, so that the recipient's side ends whatever becomes of the sender.
struct PartyKeeper: TransferKeeper {
  let offer: TransferOffer
  /// Where the money must be.
  let account: Thumbprint
  let shelf: PartyShelf
  let record: TransferRecord
  let streams: PartyStreamIntake
  let time: any TimeSource

  func judge(_ arrived: ArrivedTransfer) async throws -> Refusal? {
    let contents: TransferContents
    do throws(Refusal) {
      contents = try TransferContents(of: arrived.package)
      guard contents.offer == offer else {
        throw Refusal(.notAsOffered, blame: .peer, "the letter is for another offer than was accepted")
      }
      guard PartyTransferTerms(of: arrived) == offer.terms else {
        throw Refusal(.notAsOffered, blame: .peer, "the letter is not sealed, or not to be signed for, as was agreed")
      }
      try contents.check(account: account)
    } catch { return error }
    guard try await record.keep(letter: arrived.manifest.id) == arrived.manifest.id else {
      return Refusal(.idReused, blame: .peer, "the items of this offer have come in another letter")
    }
    return try await taken(contents, until: arrived.manifest.closes)
  }

  func keep(_ arrived: ArrivedTransfer) async throws {
    let contents = try TransferContents(of: arrived.package)
    for (item, given) in zip(contents.offer.items, contents.items) {
      switch given {
      case .paid: continue
      case .stream(let header, let key, let end): try await open(item.path, header, key, end)
      case .statement: try shelf.put(given.canonicalBytes, at: item.path)
      case .data(let locked, let opening):
        // It was good when it was judged; what a disk has lost since is fetched and opened again.
        guard try await shelf.open(item, locked: locked, exchange: offer.id, opening: opening) == nil else {
          throw Refusal(.goodsInvalid, blame: .peer, "the data at \(item.path) is not what it was")
        }
      }
    }
  }

  /// Waits for the stream, and opens it into its place.
  private func open(_ path: String, _ header: StreamHeader, _ key: StreamKey, _ end: SignedStatement) async throws {
    try await streams.whole(path)
    try shelf.openStream(
      at: path, exchange: offer.id, header: header, key: key,
      end: VerifiedStatement(verifying: end, keys: KeySet()))
  }

  /// Brings all data into place; why not, where it is bad or does not come.
  private func taken(_ contents: TransferContents, until closes: Timestamp) async throws -> Refusal? {
    for (item, given) in zip(offer.items, contents.items) {
      do {
        if case .stream(let header, let key, let end) = given { try await open(item.path, header, key, end) }
        guard case .data(let locked, let opening) = given else { continue }
        try await shelf.fetch(item, locked: locked, exchange: offer.id)
        if try await shelf.open(item, locked: locked, exchange: offer.id, opening: opening) != nil {
          return Refusal(.goodsInvalid, blame: .peer, "the data at \(item.path) is not what was described")
        }
        try await shelf.appraise(item, exchange: offer.id)
      } catch let refusal as Refusal {
        return refusal
      } catch let error as CancellationError {
        throw error
      } catch {
        guard await time.now() >= closes else { throw error }
        return Refusal(.goodsMissing, blame: .peer, "the data at \(item.path) did not come in time")
      }
    }
    return nil
  }
}
