import SemperExchange

extension Setting {
  /// The setting with both honest, and with each party cheating in each way, beside an honest commitment that it could
  /// make as well. Where they settle, what a commitment can do has been searched without that, and the ways to cheat are
  /// those with proposals.
  package var withAllCheats: [Setting] {
    var settings = [self]
    for role in ExchangeRole.allCases {
      for deviation in Deviation.allCases
      where deviation.applies(to: classes(of: role)) && (!settles || deviation == .none) {
        var setting = self
        setting.cheat = Cheat(role, deviation == .none ? [.none] : [.none, deviation])
        settings.append(setting)
      }
    }
    return settings
  }
}
