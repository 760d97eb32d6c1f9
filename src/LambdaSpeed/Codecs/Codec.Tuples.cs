using LambdaSpeed.Codecs.Tuples;

namespace LambdaSpeed;

/// <content>Codecs of tuples, composed by hand.</content>
public static partial class Codec
{
    /// <summary>Composes the codec of a tuple of 1.</summary>
    /// <typeparam name="T1">The first item.</typeparam>
    /// <param name="item1">The codec of the first item.</param>
    /// <returns>The codec.</returns>
    public static ICodec<ValueTuple<T1>> Tuple<T1>(ICodec<T1> item1)
    {
        ArgumentNullException.ThrowIfNull(item1);

        return new Tuple1Codec<T1>(item1);
    }

    /// <summary>Composes the codec of a tuple of 2.</summary>
    /// <typeparam name="T1">The first item.</typeparam>
    /// <typeparam name="T2">The second item.</typeparam>
    /// <param name="item1">The codec of the first item.</param>
    /// <param name="item2">The codec of the second item.</param>
    /// <returns>The codec.</returns>
    public static ICodec<(T1, T2)> Tuple<T1, T2>(ICodec<T1> item1, ICodec<T2> item2)
    {
        ArgumentNullException.ThrowIfNull(item1);
        ArgumentNullException.ThrowIfNull(item2);

        return new Tuple2Codec<T1, T2>(item1, item2);
    }

    /// <summary>Composes the codec of a tuple of 3.</summary>
    /// <typeparam name="T1">The first item.</typeparam>
    /// <typeparam name="T2">The second item.</typeparam>
    /// <typeparam name="T3">The third item.</typeparam>
    /// <param name="item1">The codec of the first item.</param>
    /// <param name="item2">The codec of the second item.</param>
    /// <param name="item3">The codec of the third item.</param>
    /// <returns>The codec.</returns>
    public static ICodec<(T1, T2, T3)> Tuple<T1, T2, T3>(ICodec<T1> item1, ICodec<T2> item2, ICodec<T3> item3)
    {
        ArgumentNullException.ThrowIfNull(item1);
        ArgumentNullException.ThrowIfNull(item2);
        ArgumentNullException.ThrowIfNull(item3);

        return new Tuple3Codec<T1, T2, T3>(item1, item2, item3);
    }

    /// <summary>Composes the codec of a tuple of 4.</summary>
    /// <typeparam name="T1">The first item.</typeparam>
    /// <typeparam name="T2">The second item.</typeparam>
    /// <typeparam name="T3">The third item.</typeparam>
    /// <typeparam name="T4">The fourth item.</typeparam>
    /// <param name="item1">The codec of the first item.</param>
    /// <param name="item2">The codec of the second item.</param>
    /// <param name="item3">The codec of the third item.</param>
    /// <param name="item4">The codec of the fourth item.</param>
    /// <returns>The codec.</returns>
    public static ICodec<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(ICodec<T1> item1, ICodec<T2> item2, ICodec<T3> item3, ICodec<T4> item4)
    {
        ArgumentNullException.ThrowIfNull(item1);
        ArgumentNullException.ThrowIfNull(item2);
        ArgumentNullException.ThrowIfNull(item3);
        ArgumentNullException.ThrowIfNull(item4);

        return new Tuple4Codec<T1, T2, T3, T4>(item1, item2, item3, item4);
    }

    /// <summary>Composes the codec of a tuple of 5.</summary>
    /// <typeparam name="T1">The first item.</typeparam>
    /// <typeparam name="T2">The second item.</typeparam>
    /// <typeparam name="T3">The third item.</typeparam>
    /// <typeparam name="T4">The fourth item.</typeparam>
    /// <typeparam name="T5">The fifth item.</typeparam>
    /// <param name="item1">The codec of the first item.</param>
    /// <param name="item2">The codec of the second item.</param>
    /// <param name="item3">The codec of the third item.</param>
    /// <param name="item4">The codec of the fourth item.</param>
    /// <param name="item5">The codec of the fifth item.</param>
    /// <returns>The codec.</returns>
    public static ICodec<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        ICodec<T1> item1,
        ICodec<T2> item2,
        ICodec<T3> item3,
        ICodec<T4> item4,
        ICodec<T5> item5)
    {
        ArgumentNullException.ThrowIfNull(item1);
        ArgumentNullException.ThrowIfNull(item2);
        ArgumentNullException.ThrowIfNull(item3);
        ArgumentNullException.ThrowIfNull(item4);
        ArgumentNullException.ThrowIfNull(item5);

        return new Tuple5Codec<T1, T2, T3, T4, T5>(item1, item2, item3, item4, item5);
    }

    /// <summary>Composes the codec of a tuple of 6.</summary>
    /// <typeparam name="T1">The first item.</typeparam>
    /// <typeparam name="T2">The second item.</typeparam>
    /// <typeparam name="T3">The third item.</typeparam>
    /// <typeparam name="T4">The fourth item.</typeparam>
    /// <typeparam name="T5">The fifth item.</typeparam>
    /// <typeparam name="T6">The sixth item.</typeparam>
    /// <param name="item1">The codec of the first item.</param>
    /// <param name="item2">The codec of the second item.</param>
    /// <param name="item3">The codec of the third item.</param>
    /// <param name="item4">The codec of the fourth item.</param>
    /// <param name="item5">The codec of the fifth item.</param>
    /// <param name="item6">The codec of the sixth item.</param>
    /// <returns>The codec.</returns>
    public static ICodec<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        ICodec<T1> item1,
        ICodec<T2> item2,
        ICodec<T3> item3,
        ICodec<T4> item4,
        ICodec<T5> item5,
        ICodec<T6> item6)
    {
        ArgumentNullException.ThrowIfNull(item1);
        ArgumentNullException.ThrowIfNull(item2);
        ArgumentNullException.ThrowIfNull(item3);
        ArgumentNullException.ThrowIfNull(item4);
        ArgumentNullException.ThrowIfNull(item5);
        ArgumentNullException.ThrowIfNull(item6);

        return new Tuple6Codec<T1, T2, T3, T4, T5, T6>(item1, item2, item3, item4, item5, item6);
    }

    /// <summary>Composes the codec of a tuple of 7.</summary>
    /// <typeparam name="T1">The first item.</typeparam>
    /// <typeparam name="T2">The second item.</typeparam>
    /// <typeparam name="T3">The third item.</typeparam>
    /// <typeparam name="T4">The fourth item.</typeparam>
    /// <typeparam name="T5">The fifth item.</typeparam>
    /// <typeparam name="T6">The sixth item.</typeparam>
    /// <typeparam name="T7">The seventh item.</typeparam>
    /// <param name="item1">The codec of the first item.</param>
    /// <param name="item2">The codec of the second item.</param>
    /// <param name="item3">The codec of the third item.</param>
    /// <param name="item4">The codec of the fourth item.</param>
    /// <param name="item5">The codec of the fifth item.</param>
    /// <param name="item6">The codec of the sixth item.</param>
    /// <param name="item7">The codec of the seventh item.</param>
    /// <returns>The codec.</returns>
    public static ICodec<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        ICodec<T1> item1,
        ICodec<T2> item2,
        ICodec<T3> item3,
        ICodec<T4> item4,
        ICodec<T5> item5,
        ICodec<T6> item6,
        ICodec<T7> item7)
    {
        ArgumentNullException.ThrowIfNull(item1);
        ArgumentNullException.ThrowIfNull(item2);
        ArgumentNullException.ThrowIfNull(item3);
        ArgumentNullException.ThrowIfNull(item4);
        ArgumentNullException.ThrowIfNull(item5);
        ArgumentNullException.ThrowIfNull(item6);
        ArgumentNullException.ThrowIfNull(item7);

        return new Tuple7Codec<T1, T2, T3, T4, T5, T6, T7>(item1, item2, item3, item4, item5, item6, item7);
    }
}
