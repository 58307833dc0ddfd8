import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import Testing

@Suite("Containers in a fair exchange")
struct ContainerExchangeTests {
  private static func basket(_ attributes: SecurityAttributes, extra: ContainerItem? = nil) throws -> Container {
    let key = SigningKey()
    let money = try Money("5.00", Currency(code: "EUR"))
    let content = try ContentRoot(json: .fields(["length": 70_000.json, "root": ContainerMarket.context.json]))
    let statement = try SignedStatement(
      ContainerStatement(container: ContainerMarket.context, sender: key.publicKey, receiver: nil, recipients: []),
      signedBy: [key])
    let fair = try ContainerMarket.branch(
      "fair", attributes,
      [
        ContainerMarket.leaf(
          "price", .payment(PaymentItem(amount: money, payee: key.thumbprint, ledger: key.thumbprint)), salt: 1),
        ContainerMarket.leaf("receipt", .statement(statement), salt: 2),
        ContainerMarket.leaf(
          "ticket", .credential(CredentialItem(format: .unknown, bytes: [1], issuer: key.thumbprint, holder: nil)),
          salt: 3),
        ContainerMarket.leaf("film", .content(content), salt: 4),
      ] + (extra.map { [try ContainerMarket.leaf("extra", $0, salt: 5)] } ?? []))
    return try Container(
      root: ContainerMarket.branch(
        "basket", .none, [.branch(fair), ContainerMarket.leaf("note", ContainerMarket.data("thanks"), salt: 6)]),
      context: ContainerMarket.context)
  }

  @Test("items with fairness become descriptions at their positions; the others go afterwards")
  func mapping() throws {
    let container = try Self.basket(SecurityAttributes(fairness: .strongWithWindow))
    let exchange = try ContainerExchange(container)
    #expect(exchange.items.map(\.path) == ["fair/price", "fair/receipt", "fair/ticket", "fair/film"])
    // What is small is exchanged so that the arbiter can check all of it, unless it may not see it.
    #expect(exchange.items.map(\.description.itemClass) == [.lock, .statement, .statement, .checkedData])
    #expect(exchange.itemClass == .checkedData)
    let hidden = try ContainerExchange(container, arbiterMaySeeData: false)
    #expect(hidden.items.map(\.description.itemClass) == [.lock, .statement, .statement, .data])
    #expect(hidden.itemClass == .data)
    #expect(exchange.level == .strongWithWindow)
    #expect(exchange.afterwards.map(\.path) == ["note"])
    #expect(Set(exchange.items.map(\.salt)).count == 4)
    #expect(exchange.items.allSatisfy { item in !container.entries.contains { $0.leaf.salt == item.salt } })
  }

  @Test("a receiver of the container computes the same descriptions")
  func agreement() throws {
    let market = try ContainerMarket()
    let container = try Self.basket(
      SecurityAttributes(confidentiality: true, originNonRepudiation: true, fairness: .strongWithWindow))
    let held = try market.verifier().verify(market.pack(container).package, opening: market.seal)
    #expect(try ContainerExchange(held) == ContainerExchange(container))
    let item = try #require(try ContainerExchange(held).items.first)
    #expect(try DescribedItem(json: item.json).commitment == item.commitment)
  }

  @Test("content is checked by the arbiter up to its bound, and described items are what they say")
  func classes() throws {
    for (length, itemClass) in [
      (ItemDescription.largestChecked, ItemClass.checkedData), (ItemDescription.largestChecked + 1, .data),
    ] {
      let root = try ContentRoot(json: .fields(["length": length.json, "root": ContainerMarket.context.json]))
      let extra = try ContainerExchange(
        Self.basket(SecurityAttributes(fairness: .strong), extra: .content(root)))
      #expect(extra.items.last?.description.itemClass == itemClass)
      let described = try ContainerExchange(
        Self.basket(SecurityAttributes(fairness: .strong), extra: .described(.data(root))))
      #expect(described.items.last?.description == .data(root))
    }
  }

  @Test("a plan that is less fair than a node demands is refused")
  func plans() throws {
    let window = try ContainerExchange(Self.basket(SecurityAttributes(fairness: .strongWithWindow)))
    let strong = try ContainerExchange(Self.basket(SecurityAttributes(fairness: .strong)))
    let (strongPlan, windowPlan) = try (
      Planner.plan(proposer: [.statement], invited: [.lock]), Planner.plan(proposer: [.data], invited: [.lock])
    )
    try window.check(strongPlan)
    try window.check(windowPlan)
    try strong.check(strongPlan)
    #expect(refusal(Result { try strong.check(windowPlan) }) == .outsideTerms)
    let pieces = try Planner.plan(
      proposer: [.data, .data], invited: [.data, .data], wish: PlanWish(atLeast: .incremental, hasPieces: true))
    #expect(refusal(Result { try window.check(pieces) }) == .outsideTerms)
    try ContainerExchange(Self.basket(SecurityAttributes(fairness: .incremental))).check(pieces)
    #expect(try ContainerExchange(Self.basket(.none)).level == nil)
    #expect(try ContainerExchange(Self.basket(.none)).itemClass == nil)
  }

  @Test("data that lies open in the container cannot be exchanged fairly")
  func openData() throws {
    let extra = try ContainerMarket.data("the secret itself")
    #expect(
      refusal(
        Result { try ContainerExchange(Self.basket(SecurityAttributes(fairness: .strongWithWindow), extra: extra)) })
        == .outsideTerms)
  }
}
