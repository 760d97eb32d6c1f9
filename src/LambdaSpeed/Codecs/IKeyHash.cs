namespace LambdaSpeed.Codecs;

/// <summary>A way to hash keys, as a struct: a loop that is made for each has no choice left in it.</summary>
internal interface IKeyHash<TKey>
{
    uint Of(TKey key);
}
