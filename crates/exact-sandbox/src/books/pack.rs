//! Keeps values that resemble each other in few bytes: each says only where it differs from the one before. The lines
//! of an entry share nearly everything, and books hold millions of them.
//!
//! The bytes never leave the process, so that their form may change at will.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::money::Money;

/// Something that can be written as its difference from another of its kind.
pub(super) trait Packed: Clone + Default {
    /// Whether nothing has to be written: both are the same to the last digit.
    fn same(&self, like: &Self) -> bool;
    /// Writes what differs.
    fn write(&self, like: &Self, out: &mut Vec<u8>);
    /// Reads what was written against an equal `like`; `None` when the bytes are something else.
    fn read(like: &Self, from: &mut &[u8]) -> Option<Self>;
}

/// Makes a struct [`Packed`], field by field. Fields that nearly always differ come first: the mask of the differences
/// is shortest then.
macro_rules! packed {
    ($name:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::books::pack::Packed for $name {
            fn same(&self, like: &Self) -> bool {
                $($crate::books::pack::Packed::same(&self.$field, &like.$field))&&+
            }

            fn write(&self, like: &Self, out: &mut Vec<u8>) {
                let differs = [$(!$crate::books::pack::Packed::same(&self.$field, &like.$field)),+];
                $crate::books::pack::write_mask(&differs, out);
                let mut differs = differs.into_iter();
                $(if differs.next() == Some(true) {
                    $crate::books::pack::Packed::write(&self.$field, &like.$field, out);
                })+
            }

            fn read(like: &Self, from: &mut &[u8]) -> Option<Self> {
                let mut mask = $crate::books::pack::read_varint(from)?;
                let mut differs = || {
                    let differs = mask & 1 == 1;
                    mask >>= 1;
                    differs
                };
                Some(Self {
                    $($field: if differs() {
                        $crate::books::pack::Packed::read(&like.$field, from)?
                    } else {
                        like.$field.clone()
                    }),+
                })
            }
        }
    };
}
pub(super) use packed;

/// Enough bytes for the lines of an ordinary entry.
const ROOM: usize = 2_048;

/// Values of one kind, packed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pack<T> {
    bytes: Box<[u8]>,
    kind: PhantomData<T>,
}

impl<T> Default for Pack<T> {
    fn default() -> Self {
        Pack {
            bytes: Box::default(),
            kind: PhantomData,
        }
    }
}

impl<T: Packed + fmt::Debug> fmt::Debug for Pack<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.to_vec()).finish()
    }
}

impl<T: Packed> Pack<T> {
    /// Packs the values, in their order.
    pub(super) fn of(values: &[T]) -> Pack<T> {
        let mut bytes = Vec::with_capacity(ROOM);
        let blank = T::default();
        let before = std::iter::once(&blank).chain(values);
        for (value, before) in values.iter().zip(before) {
            value.write(before, &mut bytes);
        }
        Pack {
            bytes: (&*bytes).into(),
            kind: PhantomData,
        }
    }

    /// The values; none at all when the bytes cannot be read. What is to be written back comes from [`Pack::whole`].
    pub(super) fn to_vec(&self) -> Vec<T> {
        self.whole().unwrap_or_default()
    }

    /// All values. `None` when the bytes cannot be read: a fault of this program, which the log tells.
    pub(super) fn whole(&self) -> Option<Vec<T>> {
        let values = self.read();
        if values.is_none() {
            let (kind, bytes) = (std::any::type_name::<T>(), self.bytes.len());
            tracing::error!(kind, bytes, "packed values cannot be read");
        }
        debug_assert!(values.is_some(), "packed values cannot be read");
        values
    }

    fn read(&self) -> Option<Vec<T>> {
        let (mut from, mut values) = (&*self.bytes, Vec::new());
        while !from.is_empty() {
            let blank = T::default();
            let value = T::read(values.last().unwrap_or(&blank), &mut from)?;
            values.push(value);
        }
        Some(values)
    }

    /// The first value that is wanted.
    pub(super) fn find(&self, wanted: impl Fn(&T) -> bool) -> Option<T> {
        let (mut from, mut value) = (&*self.bytes, T::default());
        while !from.is_empty() {
            value = T::read(&value, &mut from)?;
            if wanted(&value) {
                return Some(value);
            }
        }
        None
    }
}

/// Up to 64 flags, the first one lowest.
pub(super) fn write_mask(flags: &[bool], out: &mut Vec<u8>) {
    let bits = (0..).zip(flags).filter(|(_, set)| **set);
    let mask = bits.fold(0_u64, |mask, (bit, _)| mask | 1 << bit);
    write_varint(mask, out);
}

/// Seven bits per byte, the lowest first; the eighth tells that more follow.
fn write_varint(mut number: u64, out: &mut Vec<u8>) {
    loop {
        let low = number.to_le_bytes()[0] & 0x7f;
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

/// The opposite of [`write_varint`].
pub(super) fn read_varint(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = read_byte(from)?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn read_byte(from: &mut &[u8]) -> Option<u8> {
    let (byte, rest) = from.split_first()?;
    *from = rest;
    Some(*byte)
}

fn read_bytes<const N: usize>(from: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, rest) = from.split_first_chunk()?;
    *from = rest;
    Some(*bytes)
}

impl Packed for i64 {
    fn same(&self, like: &Self) -> bool {
        self == like
    }
    /// Small differences of either sign are short.
    fn write(&self, like: &Self, out: &mut Vec<u8>) {
        let difference = self.wrapping_sub(*like);
        write_varint((difference << 1 ^ difference >> 63).cast_unsigned(), out);
    }
    fn read(like: &Self, from: &mut &[u8]) -> Option<Self> {
        let folded = read_varint(from)?;
        let difference = (folded >> 1).cast_signed() ^ -(folded & 1).cast_signed();
        Some(like.wrapping_add(difference))
    }
}

/// Types that are written as another one.
macro_rules! packed_as {
    ($name:ty, $as:ty, $to:expr, $from:expr) => {
        impl Packed for $name {
            fn same(&self, like: &Self) -> bool {
                self == like
            }
            fn write(&self, like: &Self, out: &mut Vec<u8>) {
                let to: fn(&$name) -> $as = $to;
                to(self).write(&to(like), out);
            }
            fn read(like: &Self, from: &mut &[u8]) -> Option<Self> {
                let (to, back): (fn(&$name) -> $as, fn($as) -> Option<$name>) = ($to, $from);
                back(<$as>::read(&to(like), from)?)
            }
        }
    };
}

packed_as!(u64, i64, |it| it.cast_signed(), |it| Some(
    it.cast_unsigned()
));
packed_as!(i32, i64, |it| i64::from(*it), |it| it.try_into().ok());
packed_as!(i16, i64, |it| i64::from(*it), |it| it.try_into().ok());
packed_as!(i8, i64, |it| i64::from(*it), |it| it.try_into().ok());
packed_as!(bool, i64, |it| i64::from(*it), |it| Some(it != 0));
packed_as!(Money, i64, |it| it.0, |it| Some(Money(it)));
packed_as!(
    Date,
    ((i16, i8), i8),
    |it| ((it.year(), it.month()), it.day()),
    |((year, month), day)| Date::new(year, month, day).ok()
);
packed_as!(
    Timestamp,
    (i64, i32),
    |it| (it.as_second(), it.subsec_nanosecond()),
    |(second, nanosecond)| Timestamp::new(second, nanosecond).ok()
);

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn same(&self, like: &Self) -> bool {
        self.0.same(&like.0) && self.1.same(&like.1)
    }
    fn write(&self, like: &Self, out: &mut Vec<u8>) {
        self.0.write(&like.0, out);
        self.1.write(&like.1, out);
    }
    fn read(like: &Self, from: &mut &[u8]) -> Option<Self> {
        Some((A::read(&like.0, from)?, B::read(&like.1, from)?))
    }
}

impl<T: Packed> Packed for Option<T> {
    fn same(&self, like: &Self) -> bool {
        match (self, like) {
            (Some(value), Some(like)) => value.same(like),
            (None, None) => true,
            _ => false,
        }
    }
    fn write(&self, like: &Self, out: &mut Vec<u8>) {
        self.is_some().write(&false, out);
        if let Some(value) = self {
            let blank = T::default();
            value.write(like.as_ref().unwrap_or(&blank), out);
        }
    }
    fn read(like: &Self, from: &mut &[u8]) -> Option<Self> {
        if !bool::read(&false, from)? {
            return Some(None);
        }
        let blank = T::default();
        T::read(like.as_ref().unwrap_or(&blank), from).map(Some)
    }
}

impl Packed for Uuid {
    fn same(&self, like: &Self) -> bool {
        self == like
    }
    fn write(&self, _: &Self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }
    fn read(_: &Self, from: &mut &[u8]) -> Option<Self> {
        read_bytes(from).map(Uuid::from_bytes)
    }
}

/// 1.0 and 1.00 are equal, but shown differently.
impl Packed for Decimal {
    fn same(&self, like: &Self) -> bool {
        self.serialize() == like.serialize()
    }
    fn write(&self, _: &Self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.serialize());
    }
    fn read(_: &Self, from: &mut &[u8]) -> Option<Self> {
        read_bytes(from).map(Decimal::deserialize)
    }
}

impl Packed for char {
    fn same(&self, like: &Self) -> bool {
        self == like
    }
    fn write(&self, _: &Self, out: &mut Vec<u8>) {
        write_varint(u64::from(*self), out);
    }
    fn read(_: &Self, from: &mut &[u8]) -> Option<Self> {
        let code = u32::try_from(read_varint(from)?).ok()?;
        char::from_u32(code)
    }
}

impl Packed for String {
    fn same(&self, like: &Self) -> bool {
        self == like
    }
    fn write(&self, _: &Self, out: &mut Vec<u8>) {
        write_text(self, out);
    }
    fn read(_: &Self, from: &mut &[u8]) -> Option<Self> {
        read_text(from).map(str::to_owned)
    }
}

impl Packed for Arc<str> {
    fn same(&self, like: &Self) -> bool {
        Arc::ptr_eq(self, like) || self == like
    }
    fn write(&self, _: &Self, out: &mut Vec<u8>) {
        write_text(self, out);
    }
    fn read(_: &Self, from: &mut &[u8]) -> Option<Self> {
        read_text(from).map(|text| match text {
            "" => Arc::default(),
            text => text.into(),
        })
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    write_varint(u64::try_from(text.len()).unwrap_or(u64::MAX), out);
    out.extend_from_slice(text.as_bytes());
}

fn read_text<'a>(from: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::try_from(read_varint(from)?).ok()?;
    let (text, rest) = from.split_at_checked(length)?;
    *from = rest;
    std::str::from_utf8(text).ok()
}

#[cfg(test)]
mod tests;
