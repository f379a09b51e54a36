class User < ApplicationRecord
  # ruleid: ruby.regex.line-anchors
  validates :homepage, format: { with: /^https?:\/\/\S+$/ }
  # ruleid: ruby.regex.line-anchors
  validates :name, presence: true, format: { with: /^[a-z]+$/i, message: "is wrong" }
  # ruleid: ruby.regex.line-anchors
  validates_format_of :mail, with: /^[^@]+@[^@]+$/
  # ok: ruby.regex.line-anchors
  validates :homepage, format: { with: /\Ahttps?:\/\/\S+\z/ }
  # ok: ruby.regex.line-anchors
  validates :name, format: { with: /\A[a-z]+\z/i }
  # ok: ruby.regex.line-anchors
  validates :text, presence: true
end
