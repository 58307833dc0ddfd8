/// How much an arbiter takes on. What none of these passes is refused for a while only; what an exchange may never be is in
/// `ArbiterPolicy`, which parties see before they commit.
///
/// A registered party is one whose key the arbiter's authority lists; an exchange is vouched for when the call shows that
/// a registered party has signed for it. The keys of everybody else are made up at no cost, so what they all may cause
/// together is bounded: otherwise made-up exchanges would fill the store, whose records and log are never forgotten.
public struct ArbiterLimits: Hashable, Sendable {
  /// Calls a second by one key, sustained; twice as many at once.
  public var callsPerSecond: Int
  /// First calls a day about exchanges that nobody registered has signed for, all together.
  public var strangersADay: Int
  /// Complaint windows open at a time, of exchanges that nobody registered has signed for …
  public var openOfStrangers: Int
  /// … and of all together.
  public var open: Int
  /// The most bytes of all ciphertexts left here that are not removed yet, counted from when they are announced …
  public var data: Int64
  /// … of those for exchanges that nobody registered has signed for …
  public var dataOfStrangers: Int64
  /// … and of those for the exchanges of one registered party. Whoever is not that party gets half of it at the most, so that no
  /// customer of a shop leaves the shop itself without room, and none of another shop's anybody else.
  public var dataOfParty: Int64
  /// The most bytes announced in a day for exchanges that nobody registered has signed for. The first of a day is taken
  /// whatever its length: what the policy allows may have to wait, but is never impossible.
  public var dataOfStrangersADay: Int64

  /// Whether an exchange with so many bytes of ciphertexts finds room while nobody else uses any.
  public func hasRoom(for exchange: Int64) -> Bool {
    exchange <= data && exchange <= dataOfStrangers && exchange <= dataOfParty / 2
  }

  /// - Parameters:
  ///   - dataOfStrangers: a quarter of all, if not given.
  ///   - dataOfParty: likewise.
  public init(
    callsPerSecond: Int = 50, strangersADay: Int = 20_000, openOfStrangers: Int = 10_000, open: Int = 100_000,
    data: Int64 = 64 << 30, dataOfStrangers: Int64? = nil, dataOfParty: Int64? = nil,
    dataOfStrangersADay: Int64 = 1 << 30
  ) {
    self.callsPerSecond = callsPerSecond
    self.strangersADay = strangersADay
    self.openOfStrangers = openOfStrangers
    self.open = open
    self.data = data
    self.dataOfStrangers = dataOfStrangers ?? data / 4
    self.dataOfParty = dataOfParty ?? data / 4
    self.dataOfStrangersADay = dataOfStrangersADay
  }
}
