namespace LambdaSpeed;

/// <summary>Which writes a store outside the run takes: the one rule of all <see cref="IViewStore{TKey, TValue}"/>.</summary>
/// <remarks>Pure. A store calls it with the mark it holds, in the transaction that writes, or compares that mark once more when it
/// writes.</remarks>
public static class ViewFence
{
    /// <summary>Is a write due? False when the store has it already, in a later state: a call whose caller has long given it up and
    /// repeated it. The store then writes nothing and returns.</summary>
    /// <param name="view">The view's name.</param>
    /// <param name="held">The mark that the store holds; null when it has none.</param>
    /// <param name="since">The mark that the changes build upon; null for the whole content.</param>
    /// <param name="mark">The mark of the write.</param>
    /// <exception cref="StaleWriterException">The writer is of an earlier incarnation.</exception>
    /// <exception cref="ViewContentLostException">The store does not hold what the changes build upon.</exception>
    public static bool Admits(string view, ViewMark? held, ViewMark? since, ViewMark mark)
    {
        if (held is { } later && later.Incarnation > mark.Incarnation) throw new StaleWriterException(view, later, mark);
        if (held is { } same && same.Incarnation == mark.Incarnation && same.Epoch > mark.Epoch) return false;
        if (since is { } basis && held != mark && !Holds(held, basis)) throw new ViewContentLostException(view, held, basis);

        return true;
    }

    // Absolute values that have changed since an epoch have also changed since an earlier one.
    private static bool Holds(ViewMark? held, ViewMark basis) =>
        held is { } mark && mark.Incarnation == basis.Incarnation && mark.Epoch >= basis.Epoch;
}
