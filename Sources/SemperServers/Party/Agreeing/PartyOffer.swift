import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// What a party puts into one exchange, in the words of the terms: its items, whose signatures they need, and its grants.
struct PartyOffer: Sendable {
  let items: [DescribedItem]
  let signers: [PublicKey]
  /// What the items stand in, where the party gives a container.
  let container: PartyContainer?

  /// Where each ware has its place.
  static func places(_ agreement: PartyAgreement) -> [(path: String, ware: PartyWare)] {
    let entries = agreement.giving.outline?.entries ?? ContainerOutline(agreement.gives).entries
    return entries.map { entry in
      let node = entry.node.isEmpty ? "" : entry.node + "/"
      return ("\(side(agreement.peer != nil))/\(node)\(entry.number)-\(entry.item.name)", entry.item)
    }
  }

  static func side(_ isProposer: Bool) -> String { isProposer ? "proposer" : "invited" }

  /// - Parameter payee: the peer's key in this exchange, which money pays.
  init(
    _ agreement: PartyAgreement, _ number: Nonce, payee: Thumbprint, keys: PartyKeys,
    counterparts: PartyCounterparts, goods: PartyGoods
  ) throws {
    var items = [DescribedItem]()
    var signers = [PublicKey]()
    var namingHolder = Set<String>()
    func ledger(_ bank: Address) throws -> Thumbprint {
      let key = try counterparts.bank(at: bank).key
      signers.append(key)
      return key.thumbprint
    }
    let places = Self.places(agreement)
    for (path, ware) in places {
      let description: ItemDescription
      switch ware {
      case .money(let amount, let bank):
        description = .lock(amount: amount, payee: payee, ledger: try ledger(bank))
      case .bond(let amount, let bank):
        description = .bond(amount: amount, payee: payee, ledger: try ledger(bank))
      case .accountMoney(let amount, let bank, let settlement):
        description = .reversibleLock(
          amount: amount, payee: payee, ledger: try ledger(bank), settlement: settlement)
      case .statement(let text): description = .statement(document: text.documentDigest)
      case .certificate(let file):
        let grant = try CredentialGrant.read(file)
        signers.append(grant.issuer)
        if grant.credential.certificate != nil { namingHolder.insert(path) }
        description = .certificate(document: grant.credential.digest, issuer: grant.issuer.thumbprint)
      case .credential(let file):
        let grant = try CredentialGrant.read(file)
        signers.append(grant.issuer)
        if grant.credential.certificate != nil { namingHolder.insert(path) }
        description = .credential(
          document: grant.credential.digest, issuer: grant.issuer.thumbprint,
          registry: grant.issuer.thumbprint)
      case .mail, .data: description = try goods.description(at: path, isSmall: false)
      case .smallData: description = try goods.description(at: path, isSmall: true)
      case .stream(_, let type):
        description = .unsecured(document: try keys.stream(at: path, of: type, number).header.documentDigest)
      }
      items.append(
        DescribedItem(path: path, salt: try keys.salt(of: path, number), description: description))
    }
    self.signers = signers
    container = try agreement.giving.outline.map { outline in
      try PartyContainer(outline, items, of: agreement, number, namingHolder: namingHolder)
    }
    self.items = container?.exchange.items ?? items
  }
}
