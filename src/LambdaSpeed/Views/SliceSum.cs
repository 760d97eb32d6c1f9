namespace LambdaSpeed.Views;

/// <summary>Merges what several slices have of one key. What was read is shared and stays as it is.</summary>
internal struct SliceSum<TKey, TAccumulator, TValue>(ViewDefinition<TKey, TAccumulator, TValue> definition)
    where TKey : notnull
{
    private TAccumulator _value = default!; // the sum of what was added; undefined while empty
    private bool _isOwn = definition.Copy is null; // may the value be changed in place?

    /// <summary>Has nothing been added?</summary>
    public bool IsEmpty { get; private set; } = true;

    public readonly TAccumulator Value => _value;

    public void Add(in TAccumulator part)
    {
        if (IsEmpty)
        {
            (_value, IsEmpty) = (part, false);
            return;
        }
        if (!_isOwn) (_value, _isOwn) = (definition.Copy!(_value), true);
        definition.Merge!(ref _value, part);
    }
}
