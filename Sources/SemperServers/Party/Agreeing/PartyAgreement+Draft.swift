public import SemperExchange
import SemperModel

// What an agreement will come to, before anybody is asked.
extension PartyAgreement {
  /// The two sides of the agreement in a file, as `semper exchange plan` plans with them. The owner counts as the side that
  /// proposes if the agreement names a peer, and as the invited one otherwise.
  ///
  /// Throws a `ServerError` for a file that is no agreement, and for an item that may be of any kind.
  public static func draft(in file: String) throws(ServerError) -> ExchangeDraft {
    let agreement = try read(file)
    let gives = agreement.giving.draft(agreement.giving.drafted)
    var expected = [DraftItem]()
    for item in agreement.expects {
      guard let drafted = item.drafted else {
        throw ServerError(.file, "\(file) expects an item of any kind; say which kind to have the exchange planned")
      }
      expected.append(drafted)
    }
    let expects = agreement.expecting.draft(expected)
    let isProposer = agreement.peer != nil
    return ExchangeDraft(
      proposer: isProposer ? gives : expects, invited: isProposer ? expects : gives,
      wish: agreement.wish(peerShows: true))
  }
}

extension PartySide<PartyWare> {
  /// What this side gives, in order, as it is planned with. In a container confidential small data is given as data, because no
  /// arbiter may read it as a whole.
  var drafted: [DraftItem] {
    guard let outline else { return items.map(\.drafted) }
    return outline.entries.map { entry in
      entry.attributes.confidentiality && entry.item.drafted == .smallData ? .data : entry.item.drafted
    }
  }

  /// The first item that the attributes above it forbid, with why.
  var breach: (path: String, breach: AttributeBreach)? {
    guard let outline else { return nil }
    for (entry, item) in zip(outline.entries, drafted) {
      guard let breach = AttributeBreach.of(item, below: entry.attributes) else { continue }
      let place = "\(entry.number)-\(entry.item.name)"
      return (path: entry.node.isEmpty ? place : "\(entry.node)/\(place)", breach: breach)
    }
    return nil
  }
}

extension PartySide {
  fileprivate func draft(_ items: [DraftItem]) -> ExchangeDraft.Side {
    outline?.filled(with: items) ?? ExchangeDraft.Side(items)
  }
}

extension PartyWare {
  var drafted: DraftItem {
    switch self {
    case .money: .money
    case .accountMoney: .accountMoney
    case .bond: .bond
    case .statement: .statement
    case .certificate: .certificate
    case .credential: .credential
    case .mail: .mail
    case .smallData: .smallData
    case .data: .data
    // It is transferred, as what nobody can lock.
    case .stream: .parcel
    }
  }
}

extension ExpectedWare {
  /// `nil` for an item that may be of any kind.
  fileprivate var drafted: DraftItem? {
    switch self {
    case .money: .money
    case .accountMoney: .accountMoney
    case .bond: .bond
    case .statement: .statement
    case .certificate: .certificate
    case .credential: .credential
    case .mail: .mail
    case .smallData: .smallData
    case .data: .data
    case .stream: .parcel
    case .item(let expected): expected.drafted
    }
  }
}

extension ItemExpectation {
  fileprivate var drafted: DraftItem? {
    switch form {
    case .anything: nil
    case .statement: .statement
    case .certificate: .certificate
    case .credential: .credential
    case .payment: .money
    case .accountPayment: .accountMoney
    case .bond: .bond
    case .mail: .mail
    case .content: .data
    case .exactly(let description): description.itemClass.drafted
    }
  }
}

extension ItemClass {
  /// An item of this class, of the kind that a party gives.
  var drafted: DraftItem {
    switch self {
    case .statement: .statement
    case .revocable: .credential
    case .lock: .money
    case .reversibleLock: .accountMoney
    case .mail: .mail
    case .checkedData: .smallData
    case .data: .data
    case .unsecured: .parcel
    }
  }
}
