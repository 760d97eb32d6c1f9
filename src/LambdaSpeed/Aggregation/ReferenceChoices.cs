using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

/// <summary>Min, Max, MinBy, MaxBy, Latest and Earliest of reference types: the same as the methods of <see cref="Aggregates{T}"/>, which
/// choose value types. There are two of each because C# writes "or null" differently for the two kinds.</summary>
public static class ReferenceChoices
{
    /// <summary>The choices of a stream.</summary>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="aggregates">The stream's aggregations.</param>
    extension<T>(Aggregates<T> aggregates)
    {
        /// <summary>The least of the selected values.</summary>
        /// <remarks>Keeps one value; adding is one comparison. Without values it reads as null. Cannot subtract. Strings are compared by
        /// code units.</remarks>
        /// <typeparam name="TValue">The values.</typeparam>
        /// <param name="selector">What is compared.</param>
        public Aggregation<T, Chosen<TValue>, TValue?> Min<TValue>(Func<T, TValue> selector)
            where TValue : class
        {
            ArgumentNullException.ThrowIfNull(selector);
            NaturalOrder<TValue>.Require(nameof(selector));
            return new ProjectedAggregation<T, TValue, Chosen<TValue>, TValue?,
                ChosenAggregator<TValue, TValue?, Ascending<TValue>, ReferenceReading<TValue, TValue, WholeEntry<TValue>>>>(
                "min", selector, default);
        }

        /// <summary>The greatest of the selected values.</summary>
        /// <remarks>Keeps one value; adding is one comparison. Without values it reads as null. Cannot subtract. Strings are compared by
        /// code units.</remarks>
        /// <typeparam name="TValue">The values.</typeparam>
        /// <param name="selector">What is compared.</param>
        public Aggregation<T, Chosen<TValue>, TValue?> Max<TValue>(Func<T, TValue> selector)
            where TValue : class
        {
            ArgumentNullException.ThrowIfNull(selector);
            NaturalOrder<TValue>.Require(nameof(selector));
            return new ProjectedAggregation<T, TValue, Chosen<TValue>, TValue?,
                ChosenAggregator<TValue, TValue?, Descending<TValue>, ReferenceReading<TValue, TValue, WholeEntry<TValue>>>>(
                "max", selector, default);
        }

        /// <summary>The item of the tuple with the least measure.</summary>
        /// <remarks>Keeps one measure and item; adding is one comparison. Of equal measures the smaller item is taken. Without values it
        /// reads as null. Cannot subtract.</remarks>
        /// <typeparam name="TMeasure">The measures; must be comparable.</typeparam>
        /// <typeparam name="TItem">The items; must be comparable.</typeparam>
        /// <param name="measure">What is compared.</param>
        /// <param name="item">What readers are given.</param>
        public Aggregation<T, Chosen<(TMeasure Rank, TItem Item)>, TItem?> MinBy<TMeasure, TItem>(
            Func<T, TMeasure> measure, Func<T, TItem> item)
            where TItem : class =>
            Choices<T>.ForReferences<TMeasure, TItem, Ascending<TMeasure>>("min-by", measure, item);

        /// <summary>The item of the tuple with the least measure, where items have no order of their own.</summary>
        /// <remarks>Keeps one measure, tie-break and item. Of equal measures the smaller tie-break is taken; tuples equal in both are
        /// taken for interchangeable, so the tie-break must tell apart what readers can. Without values it reads as null. Cannot
        /// subtract.</remarks>
        /// <typeparam name="TMeasure">The measures; must be comparable.</typeparam>
        /// <typeparam name="TItem">The items.</typeparam>
        /// <typeparam name="TTieBreak">The tie-breaks; must be comparable.</typeparam>
        /// <param name="measure">What is compared.</param>
        /// <param name="item">What readers are given.</param>
        /// <param name="tieBreak">What decides between equal measures.</param>
        public Aggregation<T, Chosen<(TMeasure Rank, TTieBreak TieBreak, TItem Item)>, TItem?> MinBy<TMeasure, TItem, TTieBreak>(
            Func<T, TMeasure> measure, Func<T, TItem> item, Func<T, TTieBreak> tieBreak)
            where TItem : class =>
            Choices<T>.ForReferences<TMeasure, TTieBreak, TItem, Ascending<TMeasure>>("min-by", measure, tieBreak, item);

        /// <summary>The item of the tuple with the greatest measure.</summary>
        /// <remarks>Keeps one measure and item; adding is one comparison. Of equal measures the smaller item is taken. Without values it
        /// reads as null. Cannot subtract.</remarks>
        /// <typeparam name="TMeasure">The measures; must be comparable.</typeparam>
        /// <typeparam name="TItem">The items; must be comparable.</typeparam>
        /// <param name="measure">What is compared.</param>
        /// <param name="item">What readers are given.</param>
        public Aggregation<T, Chosen<(TMeasure Rank, TItem Item)>, TItem?> MaxBy<TMeasure, TItem>(
            Func<T, TMeasure> measure, Func<T, TItem> item)
            where TItem : class =>
            Choices<T>.ForReferences<TMeasure, TItem, Descending<TMeasure>>("max-by", measure, item);

        /// <summary>The item of the tuple with the greatest measure, where items have no order of their own.</summary>
        /// <remarks>Keeps one measure, tie-break and item. Of equal measures the smaller tie-break is taken; tuples equal in both are
        /// taken for interchangeable, so the tie-break must tell apart what readers can. Without values it reads as null. Cannot
        /// subtract.</remarks>
        /// <typeparam name="TMeasure">The measures; must be comparable.</typeparam>
        /// <typeparam name="TItem">The items.</typeparam>
        /// <typeparam name="TTieBreak">The tie-breaks; must be comparable.</typeparam>
        /// <param name="measure">What is compared.</param>
        /// <param name="item">What readers are given.</param>
        /// <param name="tieBreak">What decides between equal measures.</param>
        public Aggregation<T, Chosen<(TMeasure Rank, TTieBreak TieBreak, TItem Item)>, TItem?> MaxBy<TMeasure, TItem, TTieBreak>(
            Func<T, TMeasure> measure, Func<T, TItem> item, Func<T, TTieBreak> tieBreak)
            where TItem : class =>
            Choices<T>.ForReferences<TMeasure, TTieBreak, TItem, Descending<TMeasure>>("max-by", measure, tieBreak, item);

        /// <summary>The item of the tuple with the greatest position.</summary>
        /// <remarks>Keeps one position and item; adding is one comparison. Of equal positions the smaller item is taken. Without values
        /// it reads as null. Cannot subtract.</remarks>
        /// <typeparam name="TItem">The items; must be comparable.</typeparam>
        /// <typeparam name="TPosition">The positions; must be comparable.</typeparam>
        /// <param name="item">What readers are given.</param>
        /// <param name="position">What is compared.</param>
        public Aggregation<T, Chosen<(TPosition Rank, TItem Item)>, TItem?> Latest<TItem, TPosition>(
            Func<T, TItem> item, Func<T, TPosition> position)
            where TItem : class =>
            Choices<T>.ForReferences<TPosition, TItem, Descending<TPosition>>("latest", position, item);

        /// <summary>The item of the tuple with the greatest position, where items have no order of their own.</summary>
        /// <remarks>Keeps one position, tie-break and item. Of equal positions the smaller tie-break is taken; tuples equal in both are
        /// taken for interchangeable, so the tie-break must tell apart what readers can. Without values it reads as null. Cannot
        /// subtract.</remarks>
        /// <typeparam name="TItem">The items.</typeparam>
        /// <typeparam name="TPosition">The positions; must be comparable.</typeparam>
        /// <typeparam name="TTieBreak">The tie-breaks; must be comparable.</typeparam>
        /// <param name="item">What readers are given.</param>
        /// <param name="position">What is compared.</param>
        /// <param name="tieBreak">What decides between equal positions.</param>
        public Aggregation<T, Chosen<(TPosition Rank, TTieBreak TieBreak, TItem Item)>, TItem?> Latest<TItem, TPosition, TTieBreak>(
            Func<T, TItem> item, Func<T, TPosition> position, Func<T, TTieBreak> tieBreak)
            where TItem : class =>
            Choices<T>.ForReferences<TPosition, TTieBreak, TItem, Descending<TPosition>>("latest", position, tieBreak, item);

        /// <summary>The item of the tuple with the least position.</summary>
        /// <remarks>Keeps one position and item; adding is one comparison. Of equal positions the smaller item is taken. Without values
        /// it reads as null. Cannot subtract.</remarks>
        /// <typeparam name="TItem">The items; must be comparable.</typeparam>
        /// <typeparam name="TPosition">The positions; must be comparable.</typeparam>
        /// <param name="item">What readers are given.</param>
        /// <param name="position">What is compared.</param>
        public Aggregation<T, Chosen<(TPosition Rank, TItem Item)>, TItem?> Earliest<TItem, TPosition>(
            Func<T, TItem> item, Func<T, TPosition> position)
            where TItem : class =>
            Choices<T>.ForReferences<TPosition, TItem, Ascending<TPosition>>("earliest", position, item);

        /// <summary>The item of the tuple with the least position, where items have no order of their own.</summary>
        /// <remarks>Keeps one position, tie-break and item. Of equal positions the smaller tie-break is taken; tuples equal in both are
        /// taken for interchangeable, so the tie-break must tell apart what readers can. Without values it reads as null. Cannot
        /// subtract.</remarks>
        /// <typeparam name="TItem">The items.</typeparam>
        /// <typeparam name="TPosition">The positions; must be comparable.</typeparam>
        /// <typeparam name="TTieBreak">The tie-breaks; must be comparable.</typeparam>
        /// <param name="item">What readers are given.</param>
        /// <param name="position">What is compared.</param>
        /// <param name="tieBreak">What decides between equal positions.</param>
        public Aggregation<T, Chosen<(TPosition Rank, TTieBreak TieBreak, TItem Item)>, TItem?> Earliest<TItem, TPosition, TTieBreak>(
            Func<T, TItem> item, Func<T, TPosition> position, Func<T, TTieBreak> tieBreak)
            where TItem : class =>
            Choices<T>.ForReferences<TPosition, TTieBreak, TItem, Ascending<TPosition>>("earliest", position, tieBreak, item);
    }
}
