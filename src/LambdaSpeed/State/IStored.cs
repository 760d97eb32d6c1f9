namespace LambdaSpeed.State;

/// <summary>The form in which a table keeps a value of keyed state: alone, or with the moment at which it expires.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <typeparam name="TSelf">The form.</typeparam>
internal interface IStored<T, TSelf>
    where TSelf : struct, IStored<T, TSelf>
{
    T Value { get; }

    /// <summary>When the value is gone, in ticks of UTC; <see cref="long.MaxValue"/> for never.</summary>
    long ExpiresAt { get; }

    static abstract TSelf Of(T value, long expiresAt);

    /// <summary>Stores the form, given how the value is stored.</summary>
    static abstract ICodec<TSelf> CodecOf(ICodec<T> value);
}
