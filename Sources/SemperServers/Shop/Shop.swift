/// A shop that has been prepared: what it sells, its deals, its goods and its pages.
struct Shop: Sendable {
  let catalogue: Catalogue
  let desk: DealDesk
  let goods: any GoodsDesk
  let pages: ShopPages
}
