package import SemperCommunication

/// What stands around a shop: another desk in front of its goods, such as a store elsewhere, and routes before its own.
package struct ShopSurroundings: Sendable {
  package var goods: @Sendable (any GoodsDesk) -> any GoodsDesk
  package var routes: @Sendable ([Route]) -> [Route]

  /// Nothing, by default.
  package init(
    goods: @escaping @Sendable (any GoodsDesk) -> any GoodsDesk = { $0 },
    routes: @escaping @Sendable ([Route]) -> [Route] = { $0 }
  ) {
    self.goods = goods
    self.routes = routes
  }
}
