namespace LambdaSpeed;

/// <summary>One value for the key of the tuple at hand.</summary>
/// <remarks>To be used only inside <c>Execute</c>. A write takes effect when <c>Execute</c> returns and is dropped when it throws.
/// Treat what it holds as immutable: to change it, assign a new value. With a time to live the value is gone that long after it was
/// last assigned.</remarks>
/// <typeparam name="T">The value.</typeparam>
public interface IValueState<T>
{
    /// <summary>Does the key have a value?</summary>
    bool Exists { get; }

    /// <summary>The value of the key; the default of <typeparamref name="T"/> when it has none.</summary>
    T? Value { get; set; }

    /// <summary>Removes the value of the key, which then takes no room any more.</summary>
    void Clear();
}
