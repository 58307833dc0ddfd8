import SemperCryptography
import SemperExchange
import SemperPayments

/// One exchange of a world: its stage, the tables of everybody in it, and everything that can be sent.
final class Bout {
  let number: Int
  let stage: Stage
  let ledger: LedgerTable
  let arbiter: ArbiterTable
  /// The honest parties.
  let parties: [ExchangeRole: PartyTable]
  /// What can be brought to an honest party of this exchange.
  var letters: [Letter] = []
  var calls: [ArbiterCallInFlight] = []
  var dealings: [Dealing] = []
  /// The slots of each honest party's own money and credentials.
  let ownSlots: [ExchangeRole: [Int]]
  /// Slots of what was promised to a party, by the item's path.
  var payingSlots: [ExchangeRole: [String: [Int]]]

  init(_ setting: Setting, number: Int, goods: Goods, facts: Facts) async throws {
    self.number = number
    let records = BookRecords()
    let stage = try Stage(setting, number: UInt8(number), goods: goods, records: records)
    self.stage = stage
    let ledger = LedgerTable(stage.cast)
    self.ledger = ledger
    arbiter = try await ArbiterTable(stage, records: records, facts: facts, bout: number)
    var own: [ExchangeRole: [Int]] = [:]
    var paying: [ExchangeRole: [String: [Int]]] = [:]
    for role in ExchangeRole.allCases where setting.isHonest(role) {
      own[role] = try stage.holdings(of: role).compactMap(\.self).map { holding in
        let slot = ledger.slot(holding)
        paying[role.peer, default: [:]][holding.path, default: []].append(slot)
        return slot
      }
    }
    ownSlots = own
    payingSlots = paying
    var parties: [ExchangeRole: PartyTable] = [:]
    for role in ExchangeRole.allCases where setting.isHonest(role) {
      parties[role] = try PartyTable(
        role, stage, facts: facts, bout: number, ledger: ledger, arbiter: arbiter)
    }
    self.parties = parties
  }
}

/// A call that may reach the arbiter at any time once there are the facts that it needs.
struct ArbiterCallInFlight {
  let call: Int
  let needs: FactSet
  let words: String
}

/// What a malicious party may ask of the ledger.
struct Dealing {
  let call: Int
  let needs: FactSet
  /// How another lock has to stand for it, so that there is a ledger's word of that.
  var standing: (slot: Int, LedgerTable.Standing)?
  /// What it knows from then on.
  let gives: FactSet
  let words: String
}
