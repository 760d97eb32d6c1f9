using System.Runtime.CompilerServices;
using LambdaSpeed.Aggregation;
using LambdaSpeed.Codecs;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Tasks;

/// <summary>Takes key, hash and value from each tuple.</summary>
internal class KeyStage<T, TKey, TValue, TSite>(
    FailedTuples<T> failed, TupleBuffer<T> input, OutputPort<KeyedTuple<TKey, TValue>> output, KeyNode<T, TKey, TValue> node)
    : OneToOneStage<T, KeyedTuple<TKey, TValue>>(failed, input, output)
    where TKey : notnull
    where TSite : struct
{
    private readonly Func<T, TKey> _keySelector = node.KeySelector;
    private readonly Func<T, TValue>? _projection = node.Projection;
    private readonly ICodec<TKey> _codec = node.Codec;

    protected Func<T, TKey> KeySelector => _keySelector;

    protected Func<T, TValue>? Projection => _projection;

    protected override void Turn(ReadOnlySpan<T> tuples, Span<KeyedTuple<TKey, TValue>> results)
    {
        if (KeyHash.IsBuiltIn(_codec)) Turn(tuples, results, default(BuiltInKeyHash<TKey>));
        else Turn(tuples, results, new CodecKeyHash<TKey>(_codec));
    }

    private void Turn<THash>(ReadOnlySpan<T> tuples, Span<KeyedTuple<TKey, TValue>> results, THash hash)
        where THash : struct, IKeyHash<TKey>
    {
        var selectKey = _keySelector;
        var project = _projection; // in locals, so that the checks of inlined lambdas leave the loop
        results = results[..tuples.Length];
        for (var i = 0; i < tuples.Length; i++)
        {
            Index = i;
            var key = selectKey(tuples[i]);
            if (!typeof(TKey).IsValueType && key is null) throw KeyHash.NullKey();
            results[i] = new(key, hash.Of(key), ValueOf(tuples[i], project));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static TValue ValueOf(T tuple, Func<T, TValue>? project)
    {
        if (typeof(TValue) == typeof(Unit)) return default!; // nothing of the tuple is needed
        if (project is not null) return project(tuple);
        return Unsafe.As<T, TValue>(ref tuple); // without a projection the two types are one
    }
}
