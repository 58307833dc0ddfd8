import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel

/// What a peer says that it gives, as far as it can be looked at before anybody commits: a list of descriptions, or a container,
/// opened and verified.
struct PeerSide: Sendable {
  let items: [DescribedItem]
  /// Of a container: what of it is exchanged, with what holds for each item, in their order.
  let exchange: ContainerExchange?
  let attributes: [SecurityAttributes]
  /// Its digest, which both sign with the terms.
  let digest: Digest?

  /// As it travels.
  struct Said: Hashable, CanonicalValue {
    let items: [DescribedItem]
    let container: UnverifiedContainer?
    /// Whether the arbiter may see the data.
    let showsData: Bool

    init(_ offer: PartyOffer, container: UnverifiedContainer?, showsData: Bool) {
      items = container == nil ? offer.items : []
      self.container = container
      self.showsData = showsData
    }

    var json: JSON {
      .fields(["container": container?.json, "items": items.json, "showsData": showsData ? nil : false.json])
    }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      container = try fields.optional("container")
      items = try fields.value("items")
      showsData = try fields.optional("showsData") ?? true
      try fields.close()
      guard container == nil || items.isEmpty else {
        throw CodingError(.outOfRange, "a side is a container or a list of items").inside("items")
      }
    }
  }

  /// Refuses with blame on the peer a container that is not the peer's, not for us, not as protected as it says itself,
  /// not wholly for exchange, or with an item that its own attributes forbid.
  init(_ said: Said, isProposer: Bool, number: Nonce, key: PublicKey, seal: SealingPublicKey, opening mine: SealingKey)
    throws
  {
    guard let container = said.container else {
      (items, exchange, attributes, digest) = (said.items, nil, [], nil)
      return
    }
    // Both sign the digest with the terms, so the container's integrity needs no other proof.
    let policy = ContainerPolicy(
      sender: .anybody, demands: .none, context: PartyContainer.context(number, isProposer: isProposer),
      digest: container.digest)
    let verified = try ContainerVerifier(policy: policy).verify(container, opening: mine)
    switch verified.origin {
    case .signed(let signer): try Self.require(signer == key, "somebody else has signed its container")
    case .tagged(let sender): try Self.require(sender == seal, "its container is somebody else's")
    case .unproven, .certified: break
    }
    let found = try ContainerExchange(verified, arbiterMaySeeData: said.showsData)
    try Self.require(
      verified.closedParts.isEmpty && found.afterwards.isEmpty && !found.items.isEmpty,
      "its container holds something that is not exchanged, or not shown here")
    items = found.items
    exchange = found
    attributes = verified.entries.map(\.attributes)
    digest = verified.digest
    for (item, demanded) in zip(items, attributes) {
      guard let breach = AttributeBreach.of(item.description.itemClass.drafted, below: demanded) else { continue }
      throw breach.refusal(item.path, blame: .peer)
    }
  }

  /// Refuses with `outsideTerms` a container that is protected less than is expected of it.
  func check(_ expected: ContainerOutline<ExpectedWare>?) throws(Refusal) {
    guard let expected else { return }
    let demands = expected.entries.map(\.attributes)
    guard exchange != nil || demands.allSatisfy({ $0 == .none }) else {
      throw Refusal(.notAsOffered, blame: .peer, "the peer gives a list of items, and a container is expected")
    }
    for (number, (demanded, given)) in zip(demands, attributes).enumerated() where !given.cover(demanded) {
      throw Refusal(
        .notAsOffered, blame: .peer,
        "the item at \(items[number].path) is protected less in its container than is expected")
    }
  }

  private static func require(_ condition: Bool, _ otherwise: String) throws(Refusal) {
    guard condition else { throw Refusal(.notAsOffered, blame: .peer, otherwise) }
  }
}
