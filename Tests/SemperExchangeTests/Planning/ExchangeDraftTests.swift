import SemperCoding
import SemperExchange
import Testing

/// What can be planned before anything exists, and what is said where it cannot.
@Suite struct ExchangeDraftTests {
  private typealias Side = ExchangeDraft.Side

  private static func plan(
    _ gives: Side, _ expects: Side, _ wish: PlanWish = PlanWish(atLeast: .evidence)
  ) -> Result<DraftedPlan, PlanObstacle> {
    Result { () throws(PlanObstacle) in
      try ExchangeDraft(proposer: gives, invited: expects, wish: wish).plan()
    }
  }

  private static func obstacle(_ gives: Side, _ expects: Side, _ wish: PlanWish = PlanWish(atLeast: .evidence))
    -> String?
  {
    if case .failure(let obstacle) = plan(gives, expects, wish) { obstacle.name } else { nil }
  }

  private static func read(_ text: String) throws -> Side { try Side(json: CanonicalJSON.parse(Array(text.utf8))) }

  /// A draft comes to what the planner comes to with the items themselves.
  @Test(arguments: DraftItem.Kind.allCases, DraftItem.Kind.allCases)
  func aDraftIsPlannedAsTheItemsAre(_ mine: DraftItem.Kind, _ theirs: DraftItem.Kind) throws {
    let sides = try [mine, theirs].map { try DraftItem($0, bytes: $0 == .content ? 5_000 : nil) }
    let classes = sides.map { $0.itemClass(arbiterMaySeeData: true) }
    let planned = try? Planner.plan(
      proposer: [classes[0]], invited: [classes[1]],
      wish: PlanWish(atLeast: .evidence, offersBond: mine == .bond || theirs == .bond))
    switch Self.plan(Side([sides[0]]), Side([sides[1]])) {
    case .success(let drafted): #expect(drafted.plan == planned)
    // Money that is a bond is not exchanged for something alone.
    case .failure(.bondIdle), .failure(.bondMisplaced): #expect([mine, theirs].contains(.bond))
    case .failure(let obstacle): #expect(planned == nil, "\(obstacle)")
    }
  }

  @Test func aMixHasTheLevelOfItsWorstItem() throws {
    let price = try DraftItem(.content, bytes: 70_000)
    let drafted = try Self.plan(Side([.money, .statement]), Side([.statement, .data])).get()
    #expect(drafted.plan.level == .strongWithWindow && drafted.originator == .invited && drafted.mode == "direct")
    #expect(drafted.assumptions == [.arbiter, .openerReturns, .window, .chunkShown, .bank, .affidavit, .description])
    let strong = try Self.plan(Side([.money, .statement]), Side([.statement, price])).get()
    #expect(strong.plan.level == .strong && strong.assumptions.contains(.arbiterSees))
    // The same content that no arbiter may see is fair within a window only.
    let hidden = PlanWish(atLeast: .evidence, arbiterMaySeeData: false)
    let shown = try Self.plan(Side([.money]), Side([price]), hidden).get()
    #expect(shown.plan.level == .strongWithWindow && !shown.assumptions.contains(.arbiterSees))
    #expect(Self.obstacle(Side([.money]), Side([.smallData]), hidden) == "arbiter-would-see")
  }

  @Test func dataForDataNeedsSomethingMore() throws {
    #expect(Self.obstacle(Side([.data]), Side([.data])) == "data-for-data")
    let bond = try Self.plan(Side([.data]), Side([.data, .bond])).get()
    #expect(bond.plan.level == .compensated && bond.plan.needsBond && bond.originator == .proposer)
    #expect(Self.obstacle(Side([.data, .bond]), Side([.data])) == "bond-misplaced")
    let offered = PlanWish(atLeast: .evidence, offersBond: true)
    #expect(try Self.plan(Side([.data]), Side([.data]), offered).get().plan.needsBond)
    let pieces = PlanWish(atLeast: .evidence, hasPieces: true)
    let two = Side([.data, .data])
    #expect(try Self.plan(two, two, pieces).get().plan.level == .incremental)
    #expect(Self.obstacle(two, Side([.data, .data, .data]), pieces) == "pieces-differ")
    #expect(Self.obstacle(Side([.data]), Side([.data]), pieces) == "pieces-differ")
    let arbiter = try Self.plan(Side([.smallData]), Side([.smallData])).get()
    #expect(arbiter.mode == "via-arbiter" && arbiter.assumptions.first == .arbiterEachTime)
  }

  @Test func whatStandsInTheWayIsNamed() throws {
    #expect(Self.obstacle(Side([]), Side([])) == "nothing")
    #expect(Self.obstacle(Side([.money]), Side([.data]), PlanWish(atLeast: .strong)) == "too-low")
    #expect(Self.obstacle(Side([.money, .bond]), Side([.data])) == "bond-idle")
    #expect(Self.obstacle(Side([.money, .money]), Side([.statement])) == "two-locks")
    #expect(Self.obstacle(Side([.money]), Side([.parcel]), PlanWish()) == "too-low")
    let transfer = try Self.plan(Side([.money]), Side([])).get()
    #expect(transfer.mode == "transfer" && transfer.assumptions == [.goodwill])
  }

  @Test func aContainersAttributesAreHeard() throws {
    let strong = try Self.read(#"{"attributes":{"fairness":"S"},"items":["money"]}"#)
    #expect(Self.obstacle(strong, Side([.data])) == "node-demands")
    #expect(try Self.plan(strong, Side([.statement])).get().plan.level == .strong)
    #expect(Self.obstacle(strong, Side([])) == "node-demands")
    let weaker = try Self.read(
      #"{"attributes":{"fairness":"S"},"parts":[{"attributes":{"fairness":"C"},"items":["money"],"name":"price"}]}"#)
    #expect(Self.obstacle(weaker, Side([.statement])) == "attributes-weaker-than-above")
    let hidden = try Self.read(
      """
      {"parts":[{"attributes":{"anonymity":true},"items":["money"],"name":"a"},
        {"attributes":{"authenticity":"certified"},"items":["statement"],"name":"b"}]}
      """)
    #expect(Self.obstacle(Side([.statement]), hidden) == "attributes-sender-is-certified")
    let receipt = try Self.read(#"{"attributes":{"non-repudiation-of-receipt":true},"items":["mail"]}"#)
    #expect(Self.obstacle(receipt, Side([.statement])) == "receipt")
    #expect(Self.obstacle(receipt, Side([])) == nil)
  }

  /// What a node demands is either had by every item below it, or there is no plan and the reason is named.
  @Test(arguments: DraftItem.Kind.allCases)
  func anItemThatItsAttributesForbidIsNoPartOfAPlan(_ kind: DraftItem.Kind) throws {
    let item = try DraftItem(kind, bytes: kind == .content ? 5_000 : nil)
    func breach(_ attributes: SecurityAttributes) -> String? {
      switch Self.plan(Side([item], attributes: attributes), Side([.statement])) {
      case .success: nil
      case .failure(.breach(let side, let path, let breach)):
        side == .proposer && path == "1-\(kind.rawValue)" ? breach.rawValue : "another place"
      case .failure(let obstacle): obstacle.name
      }
    }
    let isAlone = kind == .bond ? "bond-idle" : nil
    #expect(breach(.none) == isAlone)
    // Coins and a key made for the exchange tell nobody; an account does.
    #expect(breach(SecurityAttributes(anonymity: true)) == (kind == .accountMoney ? "payer-known" : isAlone))
    #expect(breach(SecurityAttributes(confidentiality: true)) == (kind == .smallData ? "arbiter-reads" : isAlone))
    #expect(breach(SecurityAttributes(authenticity: .certified)) == "key-uncertified")
    // Both sign the terms that name the item.
    for had in [
      SecurityAttributes(integrity: true), SecurityAttributes(authenticity: .key),
      SecurityAttributes(originNonRepudiation: true),
    ] { #expect(breach(had) == isAlone) }
    let receipt = breach(SecurityAttributes(receiptNonRepudiation: true))
    // It implies confidentiality; where there is only a transfer, its recipient signs.
    #expect(receipt == (kind == .smallData ? "arbiter-reads" : kind == .parcel ? nil : isAlone ?? "receipt"))
    let fair = breach(SecurityAttributes(fairness: .strong))
    let isWeaker = kind == .data || kind == .accountMoney || kind == .parcel
    #expect(fair == (isWeaker ? "node-demands" : isAlone))
  }

  @Test func confidentialContentIsNotShownToTheArbiter() throws {
    let film = try DraftItem(.content, bytes: 70_000)
    let open = try Self.plan(Side([.money]), Side([film])).get()
    let closed = try Self.plan(Side([.money]), Side([film], attributes: SecurityAttributes(confidentiality: true)))
      .get()
    #expect(open.plan.level == .strong && open.assumptions.contains(.arbiterSees))
    #expect(closed.plan.level == .strongWithWindow && !closed.assumptions.contains(.arbiterSees))
  }

  @Test func whatNeedsNoFairnessGoesAfterwards() throws {
    let side = try Self.read(
      #"{"items":["data"],"parts":[{"attributes":{"fairness":"S"},"items":["money"],"name":"price"}]}"#)
    let drafted = try Self.plan(side, Side([.statement])).get()
    #expect(drafted.afterwards[.proposer] == ["1-data"] && drafted.plan.level == .strong)
  }

  @Test(arguments: [
    #"{"items":["gold"]}"#, #"{"items":[{"item":"money","bytes":3}]}"#, #"{"items":["content"]}"#,
    #"{"items":[{"item":"data","bytes":0}]}"#, #"{"items":[{"item":"small-data","bytes":99999999999}]}"#,
    #"{"parts":[{"items":[],"name":"a"}]}"#, #"{"parts":[{"items":["money"]}]}"#,
    #"{"parts":[{"items":["money"],"name":"a/b"}]}"#,
    #"{"parts":[{"items":["money"],"name":"a"},{"items":["mail"],"name":"a"}]}"#, #"{"attributes":{"speed":true}}"#,
    #"{"parts":[{"parts":[{"parts":[{"parts":[{"items":["money"],"name":"e"}],"name":"d"}],"name":"c"}],"name":"b"}]}"#,
  ])
  func whatIsNoSideIsRefused(_ text: String) throws {
    #expect(throws: CodingError.self) { try Self.read(text) }
  }

  @Test func anOutlineIsWrittenAsItWasRead() throws {
    let text =
      #"{"attributes":{"confidentiality":true},"items":["money",{"bytes":9,"item":"data"}],"parts":[{"items":["mail"],"name":"b"}]}"#
    let side = try Self.read(text)
    #expect(side.canonicalBytes == Array(text.utf8))
    #expect(side.entries.map(ExchangeDraft.place) == ["1-money", "2-data", "b/1-mail"])
    #expect(side.filled(with: [1, 2, 3]).entries.map(\.item) == [1, 2, 3])
    #expect(side.entries.allSatisfy { $0.attributes.confidentiality })
  }
}
