using System.Collections;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>Equality by content: sets by their members, sequences and tuples item by item, all else by its own equality.</summary>
public sealed class ContentEquality<TValue> : IEqualityComparer<TValue>
{
    /// <summary>The only instance.</summary>
    public static readonly ContentEquality<TValue> Instance = new();

    /// <inheritdoc/>
    public bool Equals(TValue? x, TValue? y) => AreEqual(x, y);

    /// <inheritdoc/>
    public int GetHashCode(TValue obj) => 0;

    private static bool AreEqual(object? x, object? y) => (x, y) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string, _) => x.Equals(y),
        (IEnumerable left, IEnumerable right) when IsSet(x) => AreEqualSets(left, right),
        (IEnumerable left, IEnumerable right) when !OverridesEquals(x) =>
            AreEqualSequences([.. left.Cast<object?>()], [.. right.Cast<object?>()]),
        (ITuple left, ITuple right) => AreEqualSequences(ItemsOf(left), ItemsOf(right)),
        _ => x.Equals(y),
    };

    private static bool IsSet(object value) => value.GetType().GetInterfaces()
        .Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>));

    private static bool OverridesEquals(object value) =>
        value.GetType().GetMethod(nameof(Equals), [typeof(object)])!.DeclaringType is var type &&
        type != typeof(object) && type != typeof(ValueType);

    private static bool AreEqualSets(IEnumerable x, IEnumerable y)
    {
        var left = x.Cast<object?>().ToHashSet();
        return left.SetEquals(y.Cast<object?>());
    }

    private static bool AreEqualSequences(List<object?> x, List<object?> y) =>
        x.Count == y.Count && x.Zip(y).All(pair => AreEqual(pair.First, pair.Second));

    private static List<object?> ItemsOf(ITuple tuple) => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])];
}
