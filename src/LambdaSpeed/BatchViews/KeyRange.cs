using LambdaSpeed.Codecs;
using LambdaSpeed.Codecs.Tuples;

namespace LambdaSpeed;

/// <summary>Makes ranges of keys.</summary>
/// <remarks>Ranges follow the keys' own order: numbers and times by value, texts by code unit, tuples by their items, the first first. Keys
/// without such an order (records, floating point, <see cref="DateTime"/>) can be enumerated and looked up, but have no ranges.</remarks>
public static class KeyRange
{
    /// <summary>The keys from one, up to but without another.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <param name="from">The first key.</param>
    /// <param name="to">The key after the last.</param>
    public static KeyRange<TKey> Between<TKey>(TKey from, TKey to) =>
        new((keys, bytes) => keys.Write(bytes, from), (keys, bytes) => keys.Write(bytes, to));

    /// <summary>The keys from one on.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <param name="from">The first key.</param>
    public static KeyRange<TKey> From<TKey>(TKey from) => new((keys, bytes) => keys.Write(bytes, from), null);

    /// <summary>The keys up to but without one.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <param name="to">The key after the last.</param>
    public static KeyRange<TKey> Before<TKey>(TKey to) => new(null, (keys, bytes) => keys.Write(bytes, to));

    /// <summary>The texts that begin with a text.</summary>
    /// <param name="prefix">How they begin.</param>
    public static KeyRange<string> StartingWith(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new((_, bytes) => OrderedText.WriteStart(bytes, prefix));
    }

    /// <summary>The pairs that have a first item.</summary>
    /// <typeparam name="T1">The first items.</typeparam>
    /// <typeparam name="T2">The second items.</typeparam>
    /// <param name="first">The first item.</param>
    public static KeyRange<(T1, T2)> StartingWith<T1, T2>(T1 first) =>
        new((keys, bytes) => ((IOrderedTuple<T1>)keys.Codec).WriteOrderedFirst(bytes, first));

    /// <summary>The triples that have a first item.</summary>
    /// <typeparam name="T1">The first items.</typeparam>
    /// <typeparam name="T2">The second items.</typeparam>
    /// <typeparam name="T3">The third items.</typeparam>
    /// <param name="first">The first item.</param>
    public static KeyRange<(T1, T2, T3)> StartingWith<T1, T2, T3>(T1 first) =>
        new((keys, bytes) => ((IOrderedTuple<T1>)keys.Codec).WriteOrderedFirst(bytes, first));
}
